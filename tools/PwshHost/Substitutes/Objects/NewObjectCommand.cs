using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo<Type>(TypeName, out var type))
        {
            var problem = new PSArgumentException(
                $"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(problem, "TypeNotFound", ErrorCategory.InvalidType, null));
        }

        var created = PSObject.AsPSObject(Create(type));
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
            SetProperty(created, LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value);
        WriteObject(created);
    }

    // The language's own ::new() chooses the constructor, so that conversions are the usual ones.
    private object Create(Type type)
    {
        try
        {
            if (type == typeof(PSObject) && ArgumentList.Length == 0)
                return new PSObject();
            if (type.IsValueType && ArgumentList.Length == 0)
                return Activator.CreateInstance(type)!;
            var script = InvokeCommand.NewScriptBlock("param($type, $values) , $type::new.Invoke($values)");
            return script.InvokeReturnAsIs(type, ArgumentList);
        }
        catch (RuntimeException problem)
        {
            ThrowTerminatingError(new ErrorRecord(
                problem, "ConstructorInvokedThrowException", ErrorCategory.InvalidOperation, null));
            throw;
        }
    }

    private void SetProperty(PSObject target, string name, object? value)
    {
        if (target.Properties[name] is { } property)
        {
            property.Value = value;
            return;
        }

        if (target.BaseObject is PSCustomObject)
        {
            target.Properties.Add(new PSNoteProperty(name, value));
            return;
        }

        var problem = new InvalidOperationException($"The member \"{name}\" was not found for the specified object.");
        WriteError(new ErrorRecord(problem, "InvalidOperationException", ErrorCategory.InvalidOperation, null));
    }
}

using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Writes objects to the pipeline and tells, of one that a stop met on its way, whether a command behind has had it. The
/// engine looks for a stop before it gives an object to a command, before it runs the block of a Where-Object or
/// ForEach-Object, in each write of a command, and once more when the command is done with the object; whichever it was,
/// the writer sees the same exception. So this looks at how far the object had come when that was first thrown.
/// </summary>
/// <remarks>
/// A block that has begun has had the object, also where the stop meets it before its first command: nobody can see
/// whether an expression before that had an effect, as in <c>$list.Add($_) | Out-Null</c>. So has every command but the
/// filters once it was given the object, as it may have acted before it looked for a stop. Belongs to one thread.
/// </remarks>
internal sealed class HandOver : IDisposable
{
    // All they do with an object is to let it through; a block of theirs shows as script on the stack.
    private static readonly string[] s_filters = ["ForEachObjectCommand", "WhereObjectCommand", "SelectObjectCommand"];

    // How many objects each command of the pipeline was given, which the engine tells in no other way. Where an engine
    // has no such counters, a command whose turn it was counts as one that had the object.
    private static readonly PropertyInfo? s_counters = typeof(InvocationInfo).GetProperty(
        "PipelineIterationInfo", BindingFlags.Instance | BindingFlags.NonPublic);

    [ThreadStatic]
    private static HandOver? s_writing;

    private readonly Cmdlet _writer;
    private readonly int _position;
    private readonly int[] _given;
    private readonly int[] _givenBefore;
    private bool _isDecided;

    public HandOver(PSCmdlet writer)
    {
        _writer = writer;
        _position = writer.MyInvocation.PipelinePosition;
        _given = s_counters?.GetValue(writer.MyInvocation) as int[] ?? [];
        _givenBefore = new int[_given.Length];
        AppDomain.CurrentDomain.FirstChanceException += Look;
    }

    /// <summary>Whether a command behind may have acted on what was written last.</summary>
    public bool HasReached { get; private set; }

    // Not inlined: it marks the writer on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(object value)
    {
        _given.CopyTo(_givenBefore, 0);
        (_isDecided, HasReached) = (false, true);
        var outer = s_writing;
        // Who writes within the write of another is run by a block that has begun.
        if (outer is not null)
            outer._isDecided = true;
        s_writing = this;
        try
        {
            _writer.WriteObject(value);
        }
        finally
        {
            s_writing = outer;
        }
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Look;

    // The first exception decides: those that follow are the engine's, which passes it on.
    private void Look(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (s_writing != this || _isDecided)
            return;
        _isDecided = true;
        HasReached = e.Exception is not PipelineStoppedException || HasCommandActed(new StackTrace().GetFrames());
    }

    // From the throw down to the write. Commands on the way are filters that run no script, but for the last, which may
    // be any command that has not been given the object yet.
    private bool HasCommandActed(StackFrame[] frames)
    {
        int commands = 0;
        bool isFilter = false;
        bool isLastAnother = false;
        foreach (var frame in frames)
        {
            var method = frame.GetMethod();
            if (method?.DeclaringType is not { } type || type.Namespace == "System.Management.Automation.Interpreter")
                return true;
            if (type == typeof(HandOver) && method.Name == nameof(Write))
                return isLastAnother && HasBeenGiven(_position + commands);
            isFilter |= s_filters.Contains(type.Name);
            if (method.Name != "ProcessRecord" || !type.Name.EndsWith("CommandProcessor", StringComparison.Ordinal))
                continue;
            if (!isFilter && commands > 0)
                return true;
            isLastAnother |= !isFilter;
            isFilter = false;
            commands++;
        }

        return true;
    }

    private bool HasBeenGiven(int position) =>
        position >= _given.Length || _given[position] != _givenBefore[position];
}

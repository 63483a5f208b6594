using System.Globalization;

namespace HelpBuilder.Facts;

/// <summary>How a parameter is given in one parameter set.</summary>
internal sealed record ParameterPlace(
    string Set, int? Position, bool Required, bool FromPipeline, bool FromPipelineByPropertyName)
{
    /// <summary>The position, or the word for a parameter that has none.</summary>
    public string PositionText(string none) => Position?.ToString(CultureInfo.InvariantCulture) ?? none;
}

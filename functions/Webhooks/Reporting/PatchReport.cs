using System.Text.Json.Serialization;

namespace Hookwork.Webhooks.Reporting;

/// <summary>What became of a check of one patch.</summary>
/// <param name="Patch">The patch's id.</param>
/// <param name="Status">One of the constants.</param>
/// <param name="Reason">Why it is not posted; null if it is.</param>
public sealed record PatchReport(long Patch, string Status, string? Reason)
{
    /// <summary>Patchwork has it.</summary>
    public const string Posted = "posted";

    /// <summary>Patchwork refused it.</summary>
    public const string Refused = "refused";

    /// <summary>Patchwork does not answer; it is tried again.</summary>
    public const string Waiting = "waiting";

    /// <summary>Whether Patchwork does not know the token, and so would refuse every other patch, too.</summary>
    [JsonIgnore]
    public bool IsOfToken { get; init; }
}

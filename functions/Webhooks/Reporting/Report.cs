using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Azure;

namespace Hookwork.Webhooks.Reporting;

/// <summary>A report of one caller in one context of a message.</summary>
/// <param name="Check">The body of the requests to Patchwork, as JSON.</param>
/// <param name="Patches">What became of it, in the order of the patches.</param>
/// <param name="Attempts">How often it was tried since Patchwork last answered.</param>
/// <param name="Until">When it is given up.</param>
public sealed record Report(
    string Context,
    string Check,
    IReadOnlyList<PatchReport> Patches,
    int Attempts,
    DateTimeOffset Until
)
{
    /// <summary>The caller's token, encrypted; null once nothing waits.</summary>
    public string? Token { get; init; }

    /// <summary>When it is tried again. While it is tried: when another process may try it.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>Whether a process is trying it, until <see cref="Due"/>.</summary>
    public bool IsTried { get; init; }

    /// <summary>The version that was read.</summary>
    [JsonIgnore]
    public ETag Version { get; init; }

    /// <summary>Whether Patchwork has not answered for a patch.</summary>
    public bool IsWaiting => Patches.Any(patch => patch.Status == PatchReport.Waiting);

    /// <summary>The report as the caller sees it.</summary>
    public JsonObject Describe() =>
        new()
        {
            ["context"] = Context,
            ["state"] = JsonNode.Parse(Check)!["state"]!.DeepClone(),
            ["checks"] = JsonSerializer.SerializeToNode(Patches, WebhookJson.Default.IReadOnlyListPatchReport),
        };
}

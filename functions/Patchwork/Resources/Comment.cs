using System.Text.Json;

namespace Hookwork.Patchwork.Resources;

/// <summary>A reply to a patch or cover letter.</summary>
public sealed record Comment : Resource
{
    public string? Msgid { get; init; }
    public string? Date { get; init; }
    public string? Subject { get; init; }
    public Person? Submitter { get; init; }
    public string? Content { get; init; }
    public JsonElement Headers { get; init; }

    /// <summary>Whether it was addressed; null if that was never set.</summary>
    public bool? Addressed { get; init; }
}

using System.Text.Json;

namespace Hookwork.Patchwork.Resources;

/// <summary>A series of patches, as <c>/api/series/{id}/</c> shows it.</summary>
public sealed record Series : Resource
{
    public Project? Project { get; init; }
    public string? Name { get; init; }

    /// <summary>When the first mail was sent: UTC without a zone.</summary>
    public string? Date { get; init; }
    public Person? Submitter { get; init; }
    public int? Version { get; init; }

    /// <summary>How many patches the subjects announce.</summary>
    public int Total { get; init; }
    public int ReceivedTotal { get; init; }
    public bool ReceivedAll { get; init; }
    public SubmissionReference? CoverLetter { get; init; }
    public IReadOnlyList<SubmissionReference>? Patches { get; init; }

    /// <summary>The addresses of the series that it needs, since API 1.4, if the project shows them.</summary>
    public JsonElement Dependencies { get; init; }

    /// <summary>The addresses of the series that need it.</summary>
    public JsonElement Dependents { get; init; }
}

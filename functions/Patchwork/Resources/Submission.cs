using System.Text.Json;

namespace Hookwork.Patchwork.Resources;

/// <summary>What a patch and a cover letter have in common: a mail that a project's list received.</summary>
public abstract record Submission : Resource
{
    public string? WebUrl { get; init; }
    public Project? Project { get; init; }

    /// <summary>The Message-ID, in angle brackets.</summary>
    public string? Msgid { get; init; }

    /// <summary>The mail's date in UTC, as the server writes it: without a zone.</summary>
    public string? Date { get; init; }
    public string? Name { get; init; }

    /// <summary>Where the project's list archive has it; null where the project names no archive.</summary>
    public string? ListArchiveUrl { get; init; }
    public Person? Submitter { get; init; }

    /// <summary>Where the mbox is, relative to the server.</summary>
    public string? Mbox { get; init; }
    public IReadOnlyList<SeriesReference>? Series { get; init; }

    /// <summary>
    /// The mail's headers as they came, encoded words and all: a string each, or an array of those that repeat.
    /// </summary>
    public JsonElement Headers { get; init; }

    /// <summary>The mail's text without the diff.</summary>
    public string? Content { get; init; }
}

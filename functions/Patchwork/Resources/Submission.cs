using System.Text.Json;

namespace Hookwork.Patchwork.Resources;

/// <summary>A mail to a project's list: the fields that patches and cover letters share.</summary>
public abstract record Submission : Resource
{
    public Project? Project { get; init; }

    /// <summary>The Message-ID, in angle brackets.</summary>
    public string? Msgid { get; init; }

    /// <summary>The mail's date in UTC, as the server writes it: without a zone.</summary>
    public string? Date { get; init; }
    public string? Name { get; init; }
    public Person? Submitter { get; init; }

    /// <summary>Where the mbox is, relative to the server.</summary>
    public string? Mbox { get; init; }
    public IReadOnlyList<SeriesReference>? Series { get; init; }

    /// <summary>
    /// The mail's headers, with encoded words not decoded: a string each, or an array if a header repeats.
    /// </summary>
    public JsonElement Headers { get; init; }

    /// <summary>The mail's text without the diff.</summary>
    public string? Content { get; init; }
}

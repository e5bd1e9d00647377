namespace Hookwork.Site.Rows;

/// <summary>A patch in a list.</summary>
public sealed record PatchRow
{
    public required long Id { get; init; }

    /// <summary>Its subject as Patchwork shows it.</summary>
    public required string Name { get; init; }

    /// <summary>Its Message-ID without angle brackets.</summary>
    public required string MessageId { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string State { get; init; }
    public required bool IsArchived { get; init; }
    public required long? Submitter { get; init; }
    public required string SubmitterName { get; init; }

    /// <summary>The user name of its delegate; null if it has none.</summary>
    public required string? Delegate { get; init; }
    public required long? Series { get; init; }
    public required string? SeriesName { get; init; }

    /// <summary>The path of its page.</summary>
    public string Address(string project) => SiteAddress.Mail(project, "patch", MessageId);
}

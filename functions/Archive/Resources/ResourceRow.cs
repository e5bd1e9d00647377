using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>A patch, cover letter or series in the archive, without its JSON.</summary>
public sealed record ResourceRow
{
    /// <summary>The version that was read; null if there is no row.</summary>
    public ETag? ETag { get; init; }

    /// <summary>The project's id.</summary>
    public long Project { get; init; }
    public IReadOnlyList<long> Series { get; init; } = [];

    /// <summary>The id of the person who sent it; null if unknown.</summary>
    public long? Submitter { get; init; }
    public int Comments { get; init; }
    public int Checks { get; init; }

    /// <summary>Its Message-ID, of which a row stores the first 1,000 characters; null if it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Whether it is known to have another Message-ID than this.</summary>
    public bool HasOther(string messageId) =>
        MessageId is { } known && !messageId.StartsWith(known, StringComparison.Ordinal);

    /// <summary>Whether it is a tombstone: the server deleted the resource.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether the archive has the resource: there is a row, and it is no tombstone.</summary>
    public bool Exists => ETag is not null && !IsGone;

    /// <summary>Whether upstream serves no mbox of it, so that none is archived.</summary>
    public bool LacksMbox { get; init; }

    /// <summary>When each part was last requested from upstream.</summary>
    public DateTimeOffset? DetailAt { get; init; }
    public DateTimeOffset? MboxAt { get; init; }
    public DateTimeOffset? CommentsAt { get; init; }
    public DateTimeOffset? ChecksAt { get; init; }

    /// <summary>The column that marks a tombstone.</summary>
    internal const string Gone = "Gone";

    /// <summary>The column of <see cref="LacksMbox"/>.</summary>
    public const string NoMbox = "NoMbox";

    /// <summary>The columns to read: all but the JSON.</summary>
    public static readonly string[] Columns =
    [
        "PartitionKey",
        "RowKey",
        "Project",
        "Series",
        "Submitter",
        "Comments",
        "Checks",
        "MessageId",
        Gone,
        NoMbox,
        "DetailAt",
        "MboxAt",
        "CommentsAt",
        "ChecksAt",
        "Timestamp",
    ];

    /// <summary>When a part was last requested from upstream.</summary>
    public DateTimeOffset? At(Part part) =>
        part switch
        {
            Part.Detail => DetailAt,
            Part.Mbox => MboxAt,
            Part.Comments => CommentsAt,
            Part.Checks => ChecksAt,
            _ => throw new ArgumentOutOfRangeException(nameof(part)),
        };

    /// <summary>Reads a row.</summary>
    public static ResourceRow Of(TableEntity entity) =>
        new()
        {
            ETag = entity.ETag,
            Project = entity.GetInt64("Project") ?? 0,
            Series = ReadIds(entity.GetString("Series")),
            Submitter = entity.GetInt64("Submitter"),
            Comments = entity.GetInt32("Comments") ?? 0,
            Checks = entity.GetInt32("Checks") ?? 0,
            MessageId = entity.GetString("MessageId") is { Length: > 0 } messageId ? messageId : null,
            IsGone = entity.GetBoolean(Gone) == true,
            LacksMbox = entity.GetBoolean(NoMbox) == true,
            DetailAt = entity.GetDateTimeOffset("DetailAt"),
            MboxAt = entity.GetDateTimeOffset("MboxAt"),
            CommentsAt = entity.GetDateTimeOffset("CommentsAt"),
            ChecksAt = entity.GetDateTimeOffset("ChecksAt"),
        };

    /// <summary>Formats ids for a column.</summary>
    public static string WriteIds(IEnumerable<long> ids) => string.Join(',', ids);

    /// <summary>The reverse of <see cref="WriteIds"/>.</summary>
    public static IReadOnlyList<long> ReadIds(string? ids) =>
        string.IsNullOrEmpty(ids) ? [] : [.. ids.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
}

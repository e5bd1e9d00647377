using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;

namespace Hookwork.Bench.Search.Archive;

/// <summary>A patch or cover letter accepted by the tracker.</summary>
/// <param name="Name">Its name in Patchwork.</param>
internal sealed record Submitted(
    ResourceKind Kind,
    long Id,
    string MessageId,
    DateTimeOffset Date,
    string Name,
    long Submitter,
    SubmittedSeries Series
)
{
    /// <summary>The row's columns.</summary>
    public Dictionary<string, object> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>As another resource embeds it.</summary>
    public JsonObject Reference() =>
        new()
        {
            ["id"] = Id,
            ["url"] = $"/api/{Kind.Plural()}/{Id}/",
            ["web_url"] = $"/project/qemu-devel/{Kind.Name()}/{MessageId}/",
            ["msgid"] = $"<{MessageId}>",
            ["list_archive_url"] = null,
            ["date"] = Utc(Date),
            ["name"] = Name,
            ["mbox"] = $"/project/qemu-devel/{Kind.Name()}/{MessageId}/mbox/",
        };

    /// <summary>A date in Patchwork's format.</summary>
    public static string Utc(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}

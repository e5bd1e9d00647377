using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hookwork.Recorded.Resources;

/// <summary>
/// Copies of a recording that follow each other: with ids, Message-IDs and dates of their own, by the same people in the
/// same projects. The last has the recorded dates. The headers of mails have these dates in every copy.
/// </summary>
internal sealed partial class Repetition(Recording recording, int copies)
{
    /// <summary>How much higher each copy's ids are. No two recorded ids of a kind differ by a multiple of it.</summary>
    private const long Ids = 70_000;

    /// <summary>How much later each copy is. The recording spans 120 days.</summary>
    private const int Days = 150;

    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss";

    private readonly FrozenSet<long> _ids = Items(recording)
        .Select(item => item.Id)
        .Concat(recording.Events.Select(item => item.Id))
        .ToFrozenSet();

    private readonly FrozenSet<string> _messageIds = Items(recording)
        .Select(item => item.MessageId?.Trim('<', '>'))
        .OfType<string>()
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether all copies share what a file of the recording has.</summary>
    public static bool IsShared(string file) => file is "projects" or "people" or "users";

    /// <summary>The lines of a file in all copies, the oldest first.</summary>
    public IEnumerable<string> Of(IReadOnlyList<string> lines) =>
        Enumerable.Range(0, copies).SelectMany(copy => lines.Select(line => Of(line, copy)));

    private string Of(string line, int copy)
    {
        line = Number()
            .Replace(
                line,
                match =>
                    long.Parse(match.ValueSpan, CultureInfo.InvariantCulture) is var id && _ids.Contains(id)
                        ? (id + copy * Ids).ToString(CultureInfo.InvariantCulture)
                        : match.Value
            );
        line = MessageId()
            .Replace(line, match => _messageIds.Contains(match.Value) ? $"{copy + 1}.{match.Value}" : match.Value);
        return Date()
            .Replace(
                line,
                match =>
                    DateTime
                        .ParseExact(match.ValueSpan, DateFormat, CultureInfo.InvariantCulture)
                        .AddDays((copy + 1 - copies) * Days)
                        .ToString(DateFormat, CultureInfo.InvariantCulture)
            );
    }

    private static IEnumerable<Item> Items(Recording recording) =>
        recording
            .Patches.Concat(recording.Covers)
            .Concat(recording.Series)
            .Concat(recording.Comments)
            .Concat(recording.Checks.SelectMany(checks => checks.Value));

    [GeneratedRegex(@"(?<!\d)\d{6,7}(?!\d)")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\w.+-]+@[\w.-]+")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"(?<!\d)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex Date();
}

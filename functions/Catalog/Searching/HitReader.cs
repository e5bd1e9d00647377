using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>
/// Reads hits from a statement's rows: one row each, and one more per further series. Repeated people and series are
/// read once.
/// </summary>
internal sealed class HitReader
{
    private readonly Dictionary<long, (string? Name, string? Email)> _people = [];
    private readonly Dictionary<long, HitSeries> _series = [];

    /// <summary>Adds the hit in a row.</summary>
    public void Add(SqlStatement read, Dictionary<long, SearchHit> hits)
    {
        var row = read.Integer(0);
        var series = Series(read);
        if (hits.TryGetValue(row, out var before))
            hits[row] = before with { Series = [.. before.Series, .. series] };
        else
            hits.Add(row, Hit(read, row, series));
    }

    private SearchHit Hit(SqlStatement read, long row, IReadOnlyList<HitSeries> series)
    {
        var (messageId, kind, submitter) = (read.Text(5), (MailKind)read.Integer(1), read.Integer(8));
        if (!_people.TryGetValue(submitter, out var person))
            _people.Add(submitter, person = (read.TextOrNull(11), read.TextOrNull(12)));
        return new()
        {
            Row = row,
            Key = MailRows.KeyOf(read),
            MessageId = messageId,
            SubmissionMessageId =
                kind == MailKind.Comment && read.TextOrNull(10) is { } submission
                    ? FieldValues.MessageId(submission)
                    : messageId,
            Date = FieldValues.Date(read.Integer(6)),
            Received = FieldValues.Date(read.Integer(22)),
            Subject = read.Text(7),
            Submitter = submitter,
            SubmitterName = person.Name,
            SubmitterEmail = person.Email,
            IsPull = read.Integer(9) != 0,
            Parent = read.IsNull(21) ? null : read.Integer(21),
            Status = read.TextOrNull(13) is { } state
                ? new PatchStatus(state, read.Integer(14) != 0, read.Text(15), read.TextOrNull(16), read.TextOrNull(17))
                : null,
            Series = series,
        };
    }

    private IReadOnlyList<HitSeries> Series(SqlStatement read)
    {
        if (read.IsNull(18))
            return [];
        var id = read.Integer(18);
        if (!_series.TryGetValue(id, out var series))
            _series.Add(id, series = new HitSeries(id, read.TextOrNull(19), read.IsNull(20) ? null : read.Integer(20)));
        return [series];
    }
}

using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>
/// Reads hits from a statement's rows: one row each, and one more per further series. Repeated series are read once.
/// </summary>
internal sealed class HitReader
{
    /// <summary>The columns of a row.</summary>
    public const string Columns = $"""
        {MailRows.Columns},
            mail.pull, patch.state, patch.archived, patch.check_state, user.username, user.email,
            mail_series.series, series.name, series.version
        """;

    private readonly Dictionary<long, HitSeries> _series = [];

    /// <summary>Adds the hit in a row.</summary>
    public void Add(SqlStatement read, Dictionary<long, SearchHit> hits)
    {
        var row = read.Integer(0);
        var series = Series(read);
        if (hits.TryGetValue(row, out var before))
            hits[row] = before with { Series = [.. before.Series, .. series] };
        else
            hits.Add(row, Hit(read, series));
    }

    private static SearchHit Hit(SqlStatement read, IReadOnlyList<HitSeries> series) =>
        new()
        {
            Mail = MailRows.Of(read),
            IsPull = read.Integer(14) != 0,
            Status = read.TextOrNull(15) is { } state
                ? new PatchStatus(state, read.Integer(16) != 0, read.Text(17), read.TextOrNull(18), read.TextOrNull(19))
                : null,
            Series = series,
        };

    private IReadOnlyList<HitSeries> Series(SqlStatement read)
    {
        if (read.IsNull(20))
            return [];
        var id = read.Integer(20);
        if (!_series.TryGetValue(id, out var series))
            _series.Add(id, series = new HitSeries(id, read.TextOrNull(21), read.IntegerOrNull(22)));
        return [series];
    }
}

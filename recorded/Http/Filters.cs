using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The filters of each list, as <c>patchwork/api/filters.py</c> has them.</summary>
internal static class Filters
{
    public static readonly Filter<PatchRow>[] Patches =
    [
        Since<PatchRow>(row => row.Item.Date),
        Before<PatchRow>(row => row.Item.Date),
        Project<PatchRow>(row => row.Item.Project),
        Submitter<PatchRow>(),
        OfSeries<PatchRow>(),
        Each<PatchRow>("delegate", UserId, row => row.Delegate?.Id ?? 0),
        Each<PatchRow>("state", (_, value) => StateId(value), row => Array.IndexOf(Slugs.States, row.State) + 1),
        Flag<PatchRow>("archived", row => row.Archived),
        new(
            "hash",
            2,
            (_, values) =>
                values[^1] is { Length: > 0 } hash
                    ? row => string.Equals(row.Item.Hash, hash, StringComparison.OrdinalIgnoreCase)
                    : _ => true
        ),
        MessageId<PatchRow>(),
        Search<PatchRow>(),
    ];

    public static readonly Filter<CoverRow>[] Covers =
    [
        Since<CoverRow>(row => row.Item.Date),
        Before<CoverRow>(row => row.Item.Date),
        Project<CoverRow>(row => row.Item.Project),
        Submitter<CoverRow>(),
        OfSeries<CoverRow>(),
        MessageId<CoverRow>(),
        Search<CoverRow>(),
    ];

    public static readonly Filter<SeriesRow>[] Series =
    [
        Since<SeriesRow>(row => row.Item.Date),
        Before<SeriesRow>(row => row.Item.Date),
        Project<SeriesRow>(row => row.Item.Project),
        Submitter<SeriesRow>(),
        Search<SeriesRow>(),
    ];

    public static readonly Filter<EventRow>[] Events =
    [
        Since<EventRow>(row => row.Item.Date),
        Before<EventRow>(row => row.Item.Date),
        Project<EventRow>(row => row.Item.Project),
        new(
            "category",
            0,
            (_, values) =>
                values[^1] switch
                {
                    "" => _ => true,
                    var category when Array.IndexOf(Slugs.Categories, category) >= 0 => row =>
                        row.Item.Category == category,
                    _ => null,
                }
        ),
        Each<EventRow>("series", (world, value) => Existing(world.Series, value), row => row.Item.Series ?? 0),
        Each<EventRow>("patch", (world, value) => Existing(world.Patches, value), row => row.Item.Patch ?? 0),
        Each<EventRow>("cover", (world, value) => Existing(world.Covers, value), row => row.Item.Cover ?? 0),
        new(
            "actor",
            2,
            (world, values) =>
                values[^1] is not { Length: > 0 } actor ? _ => true
                : Existing(world.Users, actor) is { } id ? row => row.Item.Actor == id
                : null
        ),
    ];

    public static readonly Filter<CheckRow>[] Checks =
    [
        Since<CheckRow>(row => row.Item.Date),
        Before<CheckRow>(row => row.Item.Date),
        Each<CheckRow>("user", UserId, row => row.Item.SubmitterId),
        new(
            "state",
            0,
            (_, values) =>
                values[^1] is not { Length: > 0 } state ? _ => true
                : int.TryParse(state, out var number) && number >= 0 && number < Slugs.CheckStates.Length
                    ? row => row.Item.State == Slugs.CheckStates[number]
                : null
        ),
        new(
            "context",
            0,
            (_, values) => values[^1] is { Length: > 0 } context ? row => row.Item.Context == context : _ => true
        ),
    ];

    public static readonly Filter<BundleRow>[] Bundles =
    [
        Project<BundleRow>(row => row.Item.Project),
        Each<BundleRow>("owner", UserId, row => row.Owner.Id),
        Flag<BundleRow>("public", row => row.IsPublic),
        Search<BundleRow>(),
    ];

    public static readonly Filter<ItemRow>[] People = [Search<ItemRow>()];

    /// <summary>The rows that pass all filters of this request and version.</summary>
    public static IEnumerable<TRow> Apply<TRow>(IEnumerable<TRow> rows, Filter<TRow>[] filters, Call call, World world)
        where TRow : Row
    {
        foreach (var filter in filters)
        {
            if (filter.Minor > call.Version.Minor || call.Query.All(filter.Name) is not { Count: > 0 } values)
                continue;
            if (filter.Make(world, Local(filter.Name, values, call)) is not { } keeps)
                return [];
            rows = rows.Where(keeps);
        }

        return rows;
    }

    /// <summary>A date with an offset becomes that of the server's clock, whatever the dates of the rows mean.</summary>
    private static IReadOnlyList<string> Local(string name, IReadOnlyList<string> values, Call call) =>
        name is "since" or "before" ? [.. values.Select(value => Dates.Local(value, call.Zone))] : values;

    private static Filter<TRow> Since<TRow>(Func<TRow, long> date)
        where TRow : Row => Dated("since", date, (is_, limit) => is_ >= limit);

    private static Filter<TRow> Before<TRow>(Func<TRow, long> date)
        where TRow : Row => Dated("before", date, (is_, limit) => is_ < limit);

    private static Filter<TRow> Dated<TRow>(string name, Func<TRow, long> date, Func<long, long, bool> keeps)
        where TRow : Row =>
        new(
            name,
            0,
            (_, values) =>
                values[^1] is not { Length: > 0 } text ? _ => true
                : Dates.Parse(text) is { } limit ? row => keeps(date(row), limit.Ticks)
                : null
        );

    private static Filter<TRow> Project<TRow>(Func<TRow, long> project)
        where TRow : Row => Each("project", ProjectId, project);

    private static Filter<TRow> Submitter<TRow>()
        where TRow : ItemRow => Each<TRow>("submitter", PersonId, row => row.Item.SubmitterId);

    private static Filter<TRow> OfSeries<TRow>()
        where TRow : MailRow =>
        Each<TRow>(
            "series",
            (world, value) => Existing(world.Series, value),
            row => row.Series is { Exists: true } series ? series.Id : 0
        );

    private static Filter<TRow> Flag<TRow>(string name, Func<TRow, bool> has)
        where TRow : Row =>
        new(
            name,
            0,
            (_, values) =>
                values[^1].ToLowerInvariant() switch
                {
                    "true" or "1" => has,
                    "false" or "0" => row => !has(row),
                    _ => _ => true,
                }
        );

    private static Filter<TRow> MessageId<TRow>()
        where TRow : ItemRow =>
        new(
            "msgid",
            2,
            (_, values) => values[^1] is { Length: > 0 } id ? row => row.Item.MessageId == "<" + id + ">" : _ => true
        );

    /// <summary><c>q</c>: the name contains every word, ignoring case.</summary>
    private static Filter<TRow> Search<TRow>()
        where TRow : ItemRow =>
        new(
            "q",
            0,
            (_, values) =>
            {
                var words = values[^1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
                return row =>
                    Array.TrueForAll(
                        words,
                        word =>
                            row.Item.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                            || (row.Item.Email?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)
                    );
            }
        );

    /// <summary>
    /// A repeatable parameter: each value must name an existing resource; a row must match one of them.
    /// </summary>
    private static Filter<TRow> Each<TRow>(string name, Func<World, string, long?> find, Func<TRow, long> has)
        where TRow : Row =>
        new(
            name,
            0,
            (world, values) =>
            {
                HashSet<long> wanted = [];
                foreach (var value in values)
                {
                    if (find(world, value) is not { } id)
                        return null;
                    wanted.Add(id);
                }

                return row => wanted.Contains(has(row));
            }
        );

    private static long? Existing<TRow>(SortedList<long, TRow> rows, string value)
        where TRow : Row =>
        long.TryParse(value, out var id) && rows.TryGetValue(id, out var row) && row.Exists ? id : null;

    private static long? ProjectId(World world, string value) => Find(world.Projects, value, row => row.LinkName);

    private static long? PersonId(World world, string value) => Find(world.People, value, row => row.Item.Email);

    private static long? UserId(World world, string value) => Find(world.Users, value, row => row.Item.Name);

    private static long? Find(SortedList<long, ItemRow> rows, string value, Func<ItemRow, string?> name) =>
        long.TryParse(value, out _)
            ? Existing(rows, value)
            : rows
                .Values.FirstOrDefault(row => string.Equals(name(row), value, StringComparison.OrdinalIgnoreCase))
                ?.Id;

    private static long? StateId(string value)
    {
        if (long.TryParse(value, out var id))
            return id >= 1 && id <= Slugs.States.Length ? id : null;

        var at = Array.FindIndex(
            Slugs.States,
            state => string.Equals(state, value, StringComparison.OrdinalIgnoreCase)
        );
        return at < 0 ? null : at + 1;
    }
}

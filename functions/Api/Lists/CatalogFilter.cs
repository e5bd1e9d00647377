using System.Runtime.CompilerServices;
using System.Text;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Api.Lists;

/// <summary>A filter parameter of a list.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="About">What it takes, for the OpenAPI document.</param>
/// <param name="Condition">The condition for its values; null if one is not valid, which makes the list empty, as in
/// Patchwork.</param>
internal sealed record CatalogFilter(string Name, string About, Func<FilterInput, FormattableString?> Condition)
{
    /// <summary>
    /// The most words that have a condition of their own. They exclude nearly all rows. All further words share one
    /// condition.
    /// </summary>
    private const int MostSpelledOut = 50;

    private static readonly FormattableString All = $"1";

    /// <summary>Versions before 1.<c>Minor</c> ignore it.</summary>
    public int Minor { get; init; }

    /// <summary>Whether it may be repeated; a resource then matches with any of the values.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>
    /// Whether a value names something that only one catalog has, so every catalog is searched for it.
    /// </summary>
    public bool NamesOneOfAProject { get; init; }

    public static CatalogFilter Since { get; } =
        new("since", ApiDate.FirstDate, input => OnDate(input, date => $"date >= {ApiDate.Microseconds(date)}"));

    public static CatalogFilter Before { get; } =
        new("before", ApiDate.LastDate, input => OnDate(input, date => $"date < {ApiDate.Microseconds(date)}"));

    /// <summary>Selects the catalogs to read, so it has no condition.</summary>
    public static CatalogFilter Project { get; } =
        new("project", "A project's id or link name.", _ => All) { MayRepeat = true };

    public static CatalogFilter Submitter { get; } =
        new("submitter", "A person's id or address.", input => OneOf("submitter", input.Ids("person", "email")))
        {
            MayRepeat = true,
        };

    public static CatalogFilter State { get; } =
        new("state", "A state's name or number.", OfState) { MayRepeat = true };

    public static CatalogFilter Archived { get; } =
        new(
            "archived",
            "true or false.",
            input =>
                input.Last.ToLowerInvariant() switch
                {
                    "true" or "1" => Raw("archived = 1"),
                    "false" or "0" => Raw("archived = 0"),
                    _ => All,
                }
        );

    public static CatalogFilter Hash { get; } =
        new(
            "hash",
            "The hash of the diff.",
            input =>
                input.Text is { Length: > 0 } hash
                    ? FormattableStringFactory.Create("hash = {0}", CatalogSchema.IdHash(hash.ToLowerInvariant()))
                    : All
        )
        {
            Minor = 2,
        };

    /// <summary>The Message-ID of a patch or cover letter, which the index of mails has.</summary>
    /// <param name="kind">The kind in <c>mail</c>.</param>
    public static CatalogFilter MessageId(int kind) =>
        new(
            "msgid",
            "A Message-ID, without angle brackets.",
            input =>
                input.Text is { Length: > 0 } id
                    ? FormattableStringFactory.Create(
                        $"(id IN (SELECT mail.id FROM mail WHERE {CatalogSchema.HasMessageId("{0}")} AND mail.kind = {kind}) AND msgid = {{1}})",
                        FieldValues.MessageId(id),
                        $"<{id}>"
                    )
                    : All
        )
        {
            Minor = 2,
        };

    public static CatalogFilter Category { get; } =
        new(
            "category",
            "A category of events.",
            input =>
                input.Last switch
                {
                    "" => All,
                    var category when EventCategory.All.Contains(category, StringComparer.Ordinal) =>
                        FormattableStringFactory.Create("category = {0}", StoredCategory.Of(category)),
                    _ => null,
                }
        );

    public static CatalogFilter Actor { get; } =
        new(
            "actor",
            "A user's id.",
            input => input.Last.Length == 0 ? All : OneOf("actor", (input with { Values = [input.Last] }).Ids("user"))
        )
        {
            Minor = 2,
        };

    public static CatalogFilter User(string column) =>
        new(column, "A user's id or user name.", input => OneOf(column, input.Ids("user", "username")))
        {
            MayRepeat = true,
        };

    /// <summary>
    /// The resource of an event. The events of a resource that moved to another project stay in the former one.
    /// </summary>
    public static CatalogFilter Of(string column, ShownKind kind) =>
        new(
            column,
            $"The id of a {column}.",
            input => OneOf(column, input.Ids($"(SELECT id FROM shown WHERE kind = {(int)kind})"))
        )
        {
            MayRepeat = true,
            NamesOneOfAProject = true,
        };

    /// <summary>The series that a patch or cover letter is in.</summary>
    /// <param name="kind">The kind in <c>mail_series</c>.</param>
    public static CatalogFilter InSeries(string what, int kind) =>
        new(
            "series",
            $"The id of the series that the {what} is in.",
            input =>
                input.Ids("series") is { } ids
                    ? Raw(
                        $"id IN (SELECT id FROM mail_series WHERE kind = {kind} AND series IN ({string.Join(',', ids)}))"
                    )
                    : null
        )
        {
            MayRepeat = true,
            NamesOneOfAProject = true,
        };

    /// <summary>Each word occurs in one of the columns, ignoring case.</summary>
    public static CatalogFilter Search(params string[] columns) =>
        new(
            "q",
            $"Words in the {columns[0]}.",
            input =>
            {
                string[] words = [.. SearchWords.In(input.Last).Distinct(StringComparer.Ordinal)];
                object[] spelledOut =
                [
                    .. words.Take(MostSpelledOut).Select(word => Ascii.IsValid(word) ? SqlText.Like(word) : word),
                ];
                var each = string.Join(
                    " AND ",
                    words.Take(MostSpelledOut).Select((word, at) => Has($"{{{at}}}", Ascii.IsValid(word)))
                );
                if (words.Length <= MostSpelledOut)
                    return words.Length == 0 ? All : FormattableStringFactory.Create(each, spelledOut);
                // SQLite allows at most a thousand conditions, and its time for parameters is quadratic.
                var others = words.Skip(MostSpelledOut).Select(SqlText.Like).ToJsonArray().ToJsonString();
                return FormattableStringFactory.Create(
                    $"{each} AND NOT EXISTS (SELECT 1 FROM json_each({{{MostSpelledOut}}}) WHERE NOT {Has("value")})",
                    [.. spelledOut, others]
                );

                // LIKE ignores the case of ASCII letters only.
                string Has(string word, bool ascii = true) =>
                    $"({string.Join(" OR ", columns.Select(column => ascii ? $"{column} LIKE {word} ESCAPE '\\'" : $"{CatalogSchema.HoldsFunction}({column}, {word})"))})";
            }
        );

    private static FormattableString? OnDate(FilterInput input, Func<DateTime, FormattableString> condition) =>
        input.Last.Length == 0 ? All
        : input.Date is { } date ? condition(date)
        : null;

    private static FormattableString? OneOf(string column, IReadOnlyList<long>? ids) =>
        ids is null ? null : Raw($"{column} IN ({string.Join(',', ids)})");

    private static FormattableString? OfState(FilterInput input)
    {
        List<string> states = [];
        foreach (var value in input.Values)
        {
            if (input.States.Find(value) is not { } state || !(input.States.Has(state) || input.IsInUse(state)))
                return null;
            states.Add(state);
        }
        return FormattableStringFactory.Create(
            $"state IN ({string.Join(", ", states.Select((_, at) => $"{{{at}}}"))})",
            [.. states.Cast<object>()]
        );
    }

    /// <summary>SQL without parameters: for names and numbers only.</summary>
    private static FormattableString Raw(string sql) => FormattableStringFactory.Create(sql);
}

using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Translates a query to SQL over <see cref="CatalogSchema"/>, equivalent to <see cref="QueryMatcher"/>.
/// </summary>
/// <remarks>
/// Every condition is two-valued, never NULL, so that NOT and OR are exact. FTS5 gets one expression for everything
/// that it can evaluate. User input is always an SQL parameter, and in FTS5 expressions always quoted terms of letters
/// and digits.
/// </remarks>
public static class QuerySql
{
    /// <summary>The condition that matching rows of <c>mail</c> meet.</summary>
    public static SqlCondition Translate(SearchQuery query)
    {
        var writer = new Writer();
        var rows = writer.WriteRows(query.Root);
        var sql = rows is null ? writer.Write(query.Root) : Writer.Within(rows);
        List<string> wanted = [];
        Gather(query.Root, wanted);
        return new SqlCondition(
            sql,
            writer.Parameters,
            rows,
            wanted.Count == 0 ? null : FtsExpression.Join(" OR ", wanted)
        );
    }

    /// <summary>The mail kind for a value of <c>is:</c> other than <c>pull</c>.</summary>
    internal static MailKind KindOf(string value) =>
        value switch
        {
            "patch" => MailKind.Patch,
            "cover" => MailKind.Cover,
            _ => MailKind.Comment,
        };

    private static void Gather(QueryNode node, List<string> wanted)
    {
        if (node is TextNode text)
            wanted.Add(FtsExpression.Of(text));
        foreach (var part in node is GroupNode group ? group.Parts : [])
            Gather(part, wanted);
    }

    private sealed class Writer
    {
        public List<KeyValuePair<string, object>> Parameters { get; } = [];

        /// <summary>The condition that a SELECT returns the row.</summary>
        public static string Within(string rows) => $"mail.rowid IN ({rows})";

        /// <summary>A SELECT of the matching rows; null if they can only be found by scanning <c>mail</c>.</summary>
        public string? WriteRows(QueryNode node) =>
            node is PathNode path
                ? $"SELECT file.mail FROM path CROSS JOIN file ON file.path = path.id WHERE '/' || path.name LIKE {Add(path.Pattern.ToLike())} ESCAPE '\\'"
            : FtsExpression.TryOf(node) is { } expression ? Match(expression)
            : null;

        public string Write(QueryNode node) =>
            WriteRows(node) is { } rows
                ? Within(rows)
                : node switch
                {
                    EverythingNode => "1",
                    GroupNode group => WriteGroup(group),
                    NotNode not => $"NOT {Write(not.Part)}",
                    DateNode dates => WriteDates(dates),
                    ValueNode value => WriteValue(value),
                    _ => throw new NotSupportedException($"Unknown node: {node.GetType()}."),
                };

        /// <summary>One FTS5 expression for the required text, one for the excluded text, then the rest.</summary>
        private string WriteGroup(GroupNode group)
        {
            List<QueryNode> rest = [];
            List<string> present = [];
            List<string> absent = [];
            foreach (var part in group.Parts)
            {
                if (FtsExpression.TryOf(part) is { } wanted)
                    present.Add(wanted);
                else if (part is NotNode not && FtsExpression.TryOf(not.Part) is { } excluded)
                    absent.Add(excluded);
                else
                    rest.Add(part);
            }

            var (both, opposite) = group.MatchesAny ? (" OR ", " AND ") : (" AND ", " OR ");
            List<string> conditions = [];
            if (present.Count > 0 && absent.Count > 0 && !group.MatchesAny)
            {
                conditions.Add(
                    Within(Match($"{FtsExpression.Join(both, present)} NOT {FtsExpression.Join(opposite, absent)}"))
                );
            }
            else
            {
                if (present.Count > 0)
                    conditions.Add(Within(Match(FtsExpression.Join(both, present))));
                if (absent.Count > 0)
                    conditions.Add($"NOT {Within(Match(FtsExpression.Join(opposite, absent)))}");
            }
            conditions.AddRange(rest.Select(Write));
            return FtsExpression.Join(both, conditions);
        }

        private string WriteDates(DateNode dates)
        {
            List<string> bounds = [];
            if (dates.From is { } from)
                bounds.Add($"mail.date >= {Add(FieldValues.Microseconds(from.Ticks))}");
            if (dates.Until is { } until)
                bounds.Add($"mail.date < {Add(FieldValues.Microseconds(until.Ticks))}");
            return $"({string.Join(" AND ", bounds)})";
        }

        private string WriteValue(ValueNode node) =>
            node.Field switch
            {
                QueryField.MessageId when node.IsPrefix =>
                    $"(mail.msgid >= {Add(node.Value)} AND mail.msgid < {Add(node.Value + "\U0010FFFF")})",
                QueryField.MessageId => $"(mail.msgid = {Add(node.Value)})",
                QueryField.Kind when node.Value == "pull" => "(mail.pull = 1)",
                QueryField.Kind => $"(mail.kind = {Add((long)KindOf(node.Value))})",
                QueryField.State => OfPatch($"state = {Add(node.Value)}"),
                QueryField.Archived => OfPatch($"archived = {Add(node.Value == "yes" ? 1L : 0L)}"),
                QueryField.Check => OfPatch($"check_state = {Add(node.Value)}"),
                QueryField.Delegate => WriteDelegate(node.Value),
                QueryField.Project => $"EXISTS (SELECT 1 FROM project WHERE lower(link_name) = {Add(node.Value)})",
                QueryField.Series => "(mail.submission_id, mail.submission_kind) IN"
                    + $" (SELECT id, kind FROM mail_series WHERE series = {Add(long.Parse(node.Value))})",
                _ => throw new NotSupportedException($"{node.Field} has no value."),
            };

        private string WriteDelegate(string value)
        {
            var name = Add(value);
            var nobody = value == ValueReader.Nobody ? "delegate IS NULL OR " : "";
            return OfPatch(
                $"{nobody}delegate IN (SELECT id FROM user WHERE lower(username) = {name} OR lower(email) = {name})"
            );
        }

        private string OfPatch(string condition) =>
            $"(mail.submission_kind = 0 AND mail.submission_id IN (SELECT id FROM patch WHERE {condition}))";

        private string Match(string expression) => $"SELECT rowid FROM fts WHERE fts MATCH {Add(expression)}";

        private string Add(object value)
        {
            var name = $"$q{Parameters.Count}";
            Parameters.Add(new(name, value));
            return name;
        }
    }
}

using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Nodes;
using Hookwork.Input;
using Microsoft.Data.Sqlite;

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
    /// <param name="connection">The catalog file, whose words the condition names.</param>
    public static SqlCondition Translate(SearchQuery query, SqliteConnection connection)
    {
        var vocabulary = new Vocabulary(connection);
        var fts = new FtsExpression(vocabulary);
        var writer = new Writer(vocabulary, fts);
        var rows = writer.WriteRows(query.Root);
        var sql = rows is null ? writer.Write(query.Root) : Writer.Within(rows);
        if (!query.ThreadsOf.IsEmpty)
            sql = $"(({sql}) AND {writer.WriteThreadsOf(query.ThreadsOf)})";
        if (query.TakesThreads)
            sql = InThreads(sql);
        if (query.TakesThreads || !query.ThreadsOf.IsEmpty)
            return new SqlCondition(sql, writer.Parameters, Rows: null, Ranking: null, IsRanked: false);
        List<string> wanted = [];
        Gather(query.Root);
        return new SqlCondition(
            sql,
            writer.Parameters,
            rows,
            wanted.Count == 0 ? null : FtsExpression.Join(" OR ", wanted),
            IsRanked(query.Root)
        );

        void Gather(QueryNode node)
        {
            if (node is TextNode text)
                wanted.Add(fts.Of(text));
            foreach (var part in node is GroupNode group ? group.Parts : [])
                Gather(part);
        }
    }

    private static bool IsRanked(QueryNode node) =>
        node switch
        {
            TextNode => true,
            GroupNode { MatchesAny: true } group => group.Parts.All(IsRanked),
            GroupNode group => group.Parts.Any(IsRanked),
            _ => false,
        };

    /// <summary>The mail kind for a value of <c>is:</c> other than <c>pull</c>.</summary>
    internal static MailKind KindOf(string value) =>
        value switch
        {
            "patch" => MailKind.Patch,
            "cover" => MailKind.Cover,
            _ => MailKind.Comment,
        };

    /// <summary>All mails of the threads of a match.</summary>
    private static string InThreads(string sql) => $"mail.thread IN (SELECT thread FROM mail WHERE {sql})";

    private sealed class Writer(Vocabulary vocabulary, FtsExpression fts)
    {
        public List<KeyValuePair<string, object>> Parameters { get; } = [];

        /// <summary>The condition that a SELECT returns the row.</summary>
        public static string Within(string rows) => $"mail.rowid IN ({rows})";

        /// <summary>A SELECT of the matching rows; null if they can only be found by scanning <c>mail</c>.</summary>
        public string? WriteRows(QueryNode node) =>
            node is PathNode path
                ? $"SELECT file.mail FROM path CROSS JOIN file ON file.path = path.id WHERE '/' || path.name LIKE {Add(path.Pattern.ToLike())} ESCAPE '\\'"
            : node is NearNode { IsOfIndex: false } near
                ? $"SELECT value FROM json_each({Add($"[{string.Join(',', vocabulary.RowsOf(near))}]")})"
            : fts.TryOf(node) is { } expression ? Match(expression)
            : null;

        /// <summary>The condition that a mail is in the thread of one of others, which may be missing.</summary>
        public string WriteThreadsOf(IEnumerable<string> messageIds)
        {
            var asked = $"json_each({Add(messageIds.ToJsonArray().ToJsonString())}) AS asked";
            var isAsked = CatalogSchema.HasMessageId("asked.value");
            return $"""
                mail.thread IN (SELECT mail.thread FROM {asked} CROSS JOIN mail WHERE {isAsked}
                UNION SELECT ghost.thread FROM {asked} CROSS JOIN ghost WHERE ghost.msgid = asked.value)
                """;
        }

        public string Write(QueryNode node) =>
            WriteRows(node) is { } rows
                ? Within(rows)
                : node switch
                {
                    EverythingNode => "1",
                    GroupNode group => WriteGroup(group),
                    NotNode not => $"NOT {Write(not.Part)}",
                    // Of many in a row, the parser's stack would hold a parenthesis each.
                    XorNode { Left: XorNode } xor => $"{Write(xor.Left)} <> ({Write(xor.Right)})",
                    XorNode xor => $"({Write(xor.Left)}) <> ({Write(xor.Right)})",
                    DateNode dates => WriteRange(
                        dates.Field == QueryField.Received ? "received" : "date",
                        dates.From is { } from ? FieldValues.Microseconds(from.Ticks) : null,
                        dates.Until is { } until ? FieldValues.Microseconds(until.Ticks) - 1 : null
                    ),
                    SizeNode size => WriteRange("size", size.Least, size.Most),
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
                if (fts.TryOf(part) is { } wanted)
                    present.Add(wanted);
                else if (part is NotNode not && fts.TryOf(not.Part) is { } excluded)
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

        private string WriteRange(string column, long? least, long? most)
        {
            List<string> bounds = [];
            if (least is { } from)
                bounds.Add($"mail.{column} >= {Add(from)}");
            if (most is { } to)
                bounds.Add($"mail.{column} <= {Add(to)}");
            return bounds.Count == 0 ? "1" : $"({string.Join(" AND ", bounds)})";
        }

        private string WriteValue(ValueNode node) =>
            node.Field switch
            {
                QueryField.MessageId => CatalogSchema.HasMessageId(Add(node.Value)),
                QueryField.Has when node.Value == "comments" => """
                    EXISTS (SELECT 1 FROM mail AS reply WHERE reply.submission_id = mail.submission_id
                    AND reply.submission_kind = mail.submission_kind AND reply.kind = 2)
                    """,
                QueryField.Has when node.Value == "cover" => """
                    (mail.submission_id, mail.submission_kind) IN (SELECT own.id, own.kind FROM mail_series own
                    JOIN mail_series other ON other.series = own.series AND other.kind = 1)
                    """,
                QueryField.Kind or QueryField.Has when node.Value == "pull" => "(mail.pull = 1)",
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

using System.Text;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>Writes a query in its canonical form.</summary>
internal static class QueryPrinter
{
    public static string Print(QueryNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, QueryNode node)
    {
        switch (node)
        {
            case GroupNode group:
                for (var index = 0; index < group.Parts.Length; index++)
                {
                    if (index > 0)
                        text.Append(group.MatchesAny ? " OR " : Joint(group, index));
                    AppendEnclosed(
                        text,
                        group.Parts[index],
                        group.Parts[index] is GroupNode { MatchesAny: true }
                            || group.Parts[index] is XorNode && !group.MatchesAny
                    );
                }
                break;
            case NotNode not:
                text.Append('-');
                AppendEnclosed(text, not.Part, not.Part is GroupNode or XorNode or NearNode);
                break;
            case XorNode xor:
                AppendEnclosed(text, xor.Left, xor.Left is GroupNode { MatchesAny: true });
                text.Append(" XOR ");
                AppendEnclosed(text, xor.Right, xor.Right is GroupNode { MatchesAny: true } or XorNode);
                break;
            case NearNode near:
                for (var index = 0; index < near.Terms.Length; index++)
                {
                    if (index > 0)
                        text.Append(near.IsOrdered ? " ADJ/" : " NEAR/").Append(near.Distance).Append(' ');
                    text.Append(QueryFields.Written(near.Field)).Append(near.Terms[index]);
                }
                break;
            case SizeNode size:
                text.Append("z:").Append(size.Least).Append("..").Append(size.Most);
                break;
            case TextNode words:
                text.Append(QueryFields.Written(words.Field));
                text.Append(IsBare(words) ? words.Terms[0] : $"\"{string.Join(' ', words.Terms)}\"");
                text.Append(words.IsPrefix ? "*" : "");
                break;
            case DateNode dates:
                text.Append(QueryFields.Written(dates.Field))
                    .Append(First(dates.From))
                    .Append("..")
                    .Append(Last(dates.Until));
                break;
            case PathNode path:
                text.Append("dfn:").Append(Quoted(path.Pattern.Text, "*"));
                break;
            case ValueNode value:
                text.Append(QueryFields.Written(value.Field)).Append(Quoted(value.Value, ""));
                break;
        }
    }

    /// <summary>Whether the only term of a text needs no quotes: it would be read as it is.</summary>
    private static bool IsBare(TextNode words) =>
        words.Terms.Length == 1 && (words.IsStemmed || words.IsPrefix || Stems.Of(words.Terms[0]) is null);

    /// <summary>AND, where without it a filter would match this value or an earlier one.</summary>
    private static string Joint(GroupNode group, int index) =>
        Filters.FieldOf(group.Parts[index]) is { } filter
        && group.Parts.Take(index).Any(part => Filters.FieldOf(part) == filter)
            ? " AND "
            : " ";

    private static void AppendEnclosed(StringBuilder text, QueryNode node, bool enclosed)
    {
        text.Append(enclosed ? "(" : "");
        Append(text, node);
        text.Append(enclosed ? ")" : "");
    }

    private static string Quoted(string value, string allowed) =>
        value.All(character =>
            char.IsLetterOrDigit(character) || "-_.@/+=~%".Contains(character) || allowed.Contains(character)
        )
            ? value
            : $"\"{value.Replace("\"", "\"\"")}\"";

    private static string First(DateTime? from) => from is { } start ? Written(start) : "";

    private static string Last(DateTime? until) =>
        until switch
        {
            null => "",
            { TimeOfDay.Ticks: 0 } day => Written(day.AddDays(-1)),
            { } end => end.AddSeconds(-1).ToString("yyyyMMddHHmmss"),
        };

    private static string Written(DateTime start) =>
        start.ToString(start.TimeOfDay.Ticks == 0 ? "yyyyMMdd" : "yyyyMMddHHmmss");
}

using System.Buffers;
using System.Text;

namespace Hookwork.Mail;

/// <summary>Separates a mail's own text from what it quotes.</summary>
/// <remarks>
/// A line is quoted if it starts with <c>&gt;</c>, after any spaces (RFC 3676, 4.5, is stricter). Also quoted are the
/// attribution before a quotation ("On … wrote:", of one to three lines) and everything after "-----Original
/// Message-----", "---------- Forwarded message ---------", or the lines "From:" and "Sent:" of Outlook, in many
/// languages.
/// </remarks>
public static class Quotes
{
    private const int LongestAttribution = 3;

    private static readonly string[] Verbs =
    [
        "wrote:",
        "writes:",
        "said:",
        "schrieb:",
        "geschrieben:",
        "schreef:",
        "skrev:",
        "a écrit :",
        "a écrit\u00A0:",
        "a écrit:",
        "escribió:",
        // Gmail breaks lines behind "ha".
        "scritto:",
        "escreveu:",
        "napisał(a):",
        "napsal(a):",
        "kirjoitti:",
        "yazdı:",
        "написал:",
        "написал(а):",
        "пишет:",
        "пише:",
        "написа:",
        "napísal(a):",
        "napisao je:",
        "a scris:",
        "έγραψε:",
        "đã viết:",
        "menulis:",
        "님이 작성:",
        "写道:",
        "写道：",
    ];

    // German, Dutch and the Scandinavian languages have them before the name: "Am 1.1.2026 um 10:00 schrieb A B:".
    private static readonly SearchValues<string> InnerVerbs = SearchValues.Create(
        ["schrieb ", "schreef ", "skrev "],
        StringComparison.Ordinal
    );

    private static readonly HashSet<string> OriginalMessages = new(StringComparer.OrdinalIgnoreCase)
    {
        "Original Message",
        "Forwarded Message",
        "Ursprüngliche Nachricht",
        "Message d'origine",
        "Mensaje original",
        "Mensagem original",
        "Messaggio originale",
        "Исходное сообщение",
        "邮件原件",
        "原始邮件",
    };

    // Outlook's lines that say who sent the original message, and when.
    private static readonly (string Who, string When)[] OfOutlook =
    [
        ("From", "Sent"),
        ("Von", "Gesendet"),
        ("De", "Envoyé"),
        ("De", "Enviado"),
        ("De", "Enviado el"),
        ("De", "Enviada em"),
        ("Da", "Inviato"),
        ("Van", "Verzonden"),
        ("Från", "Skickat"),
        ("Fra", "Sendt"),
        ("Od", "Wysłano"),
        ("Od", "Odesláno"),
        ("От", "Отправлено"),
        ("发件人", "发送时间"),
        ("寄件者", "寄件日期"),
        ("差出人", "送信日時"),
        ("보낸 사람", "보낸 날짜"),
    ];

    // Nearly no line starts with one, so the names are rarely compared.
    private static readonly SearchValues<char> InitialsOfOutlook = SearchValues.Create(
        string.Concat(OfOutlook.Select(names => names.Who[0]))
    );

    /// <summary>Splits a text. Every line is in one of the two parts, attributions with what they quote.</summary>
    public static (string Own, string Quoted) Split(string? content)
    {
        if (string.IsNullOrEmpty(content))
            return ("", "");

        var lines = Line.AllOf(content);
        var quoted = Mark(lines);
        var own = new StringBuilder(content.Length);
        var others = new StringBuilder();
        for (var index = 0; index < lines.Count; index++)
            (quoted[index] ? others : own).Append(lines[index].Span).Append('\n');
        return (own.ToString().Trim('\n'), others.ToString().Trim('\n'));
    }

    /// <summary>Which lines are quoted, attributions included.</summary>
    internal static bool[] Mark(List<Line> lines)
    {
        var quoted = new bool[lines.Count];
        // Whether the next nonblank line is quoted. Lines are read from the last up, so it is known.
        var beforeQuote = false;
        for (var index = lines.Count - 1; index >= 0; index--)
        {
            var line = lines[index];
            if (line.IsBlank || quoted[index])
                continue;
            quoted[index] = line.IsQuoted;
            if (quoted[index])
            {
                beforeQuote = true;
                continue;
            }
            for (var first = AttributionAt(lines, index, beforeQuote); first <= index; first++)
                quoted[first] = true;
            beforeQuote = false;
        }

        quoted.AsSpan(OriginalMessageAt(lines)).Fill(true);
        return quoted;
    }

    // The start of the attribution that ends with a line; the line after it if none does.
    private static int AttributionAt(List<Line> lines, int last, bool beforeQuote)
    {
        var text = lines[last].Span.TrimEnd();
        var isWithoutVerb = beforeQuote && IsWithoutVerb(text);
        if (!isWithoutVerb && text is not [.., ':' or '：'])
            return last + 1;
        var (hasVerb, hasAddress) = (EndsWithVerb(text), text.Contains('@'));
        var start = isWithoutVerb || (hasVerb && (beforeQuote || hasAddress)) ? last : last + 1;
        for (var first = last; first >= 0 && first > last - LongestAttribution; first--)
        {
            if (lines[first].IsBlank || lines[first].IsQuoted)
                break;
            var line = lines[first].Span;
            hasVerb |= beforeQuote && line.ContainsAny(InnerVerbs);
            if (hasVerb && StartsAttribution(line))
                return first;
            // Broken behind the address, as in Chinese: "A B <a@b.example> 于2026年1月1日周四", "10:00写道：". Or in front
            // of it, in any language: "Il giorno … A B <", "a@b.example> ha scritto:".
            if (
                beforeQuote
                && start == last
                && first < last
                && (line.TrimEnd().EndsWith('<') || (hasVerb && !hasAddress && IsNameAndAddress(line)))
            )
                start = first;
        }
        return start;
    }

    // alot writes "Quoting A B (2026-01-01 10:00:00)", some users of Mutt "Quoting A B (a@b.example):", and astroid
    // "Excerpts from A B's message of …:". Others in Mutt have "* A B <a@b.example> [260101 10:00]:". In Horde, and in
    // Japanese and Russian, the line ends with the address. A reviewer may quote a document: "Quoting the manual
    // (2.1):".
    private static bool IsWithoutVerb(ReadOnlySpan<char> text) =>
        (
            text.StartsWith("Quoting ")
            && ((text is [.., ')'] && text.Contains(':')) || (text is [.., ':'] && text.Contains('@')))
        )
        || (
            text is [.., ':']
            && text.StartsWith("Excerpts from ")
            && text.Contains(" message of ", StringComparison.Ordinal)
        )
        || (text is ['*', ' ', .., ']', ':'] && text.Contains("> [", StringComparison.Ordinal) && text.Contains('@'))
        || (text.EndsWith(">:") && text.Contains('@'));

    private static bool StartsAttribution(ReadOnlySpan<char> text) =>
        text
            is ['O', 'n', ' ', ..]
                or ['L', 'e', ' ', ..]
                or ['A', 'm', ' ', ..]
                or ['E', 'l', ' ', ..]
                or ['O', 'p', ' ', ..]
                or ['D', 'e', 'n', ' ', ..];

    // A trailer has an address, too: "Acked-by: A B <a@b.example>".
    private static bool IsNameAndAddress(ReadOnlySpan<char> line) =>
        line.Contains('@') && !line.Contains(": ", StringComparison.Ordinal);

    /// <summary>Whether a line may end an attribution: "wrote:".</summary>
    internal static bool EndsWithVerb(ReadOnlySpan<char> text)
    {
        foreach (var verb in Verbs)
        {
            if (text.EndsWith(verb, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The line from which on a mail program put the original message; the number of lines if there is none.
    /// </summary>
    internal static int OriginalMessageAt(List<Line> lines)
    {
        var isBelowText = false;
        for (var index = 0; index < lines.Count; index++)
        {
            if (IsOriginalMessage(lines[index].Span))
                return index;
            // Outlook writes no line of dashes.
            if (AreOfOutlook(lines, index) || (isBelowText && AreOfPhone(lines, index)))
                return index;
            isBelowText |= !lines[index].IsBlank;
        }
        return lines.Count;
    }

    private static bool AreOfOutlook(List<Line> lines, int index)
    {
        var first = lines[index].Span;
        if (first.IsEmpty || !InitialsOfOutlook.Contains(first[0]) || index + 1 == lines.Count)
            return false;
        var second = lines[index + 1].Span;
        foreach (var (who, when) in OfOutlook)
        {
            if (IsHeader(first, who) && IsHeader(second, when))
                return true;
        }
        return false;
    }

    // Outlook on a Mac and on phones. Mails also show the headers of others: a patch in front of its message, and a
    // reviewer in the middle of a text. Those of Outlook begin a paragraph, and one of them is the subject.
    private static bool AreOfPhone(List<Line> lines, int index)
    {
        if (
            index + 2 >= lines.Count
            || !IsHeader(lines[index].Span, "From")
            || !IsHeader(lines[index + 1].Span, "Date")
            || !IsHeader(lines[index + 2].Span, "To")
            || !IsBreak(lines[index - 1])
        )
            return false;
        for (var next = index + 3; next < lines.Count && !IsBreak(lines[next]); next++)
        {
            if (IsHeader(lines[next].Span, "Subject"))
                return true;
        }
        return false;
    }

    // A blank line, or the rule that some write in its place.
    private static bool IsBreak(Line line) => line.Span.Trim("_- \t").IsEmpty;

    // In French, a blank precedes the colon; in Chinese, it may be a wide one.
    private static bool IsHeader(ReadOnlySpan<char> line, string name) =>
        line.StartsWith(name) && line[name.Length..].TrimStart(" \u00A0") is [':', ' ' or '\u00A0', ..] or ['：', ..];

    private static bool IsOriginalMessage(ReadOnlySpan<char> line) =>
        line.StartsWith('-') && OriginalMessages.GetAlternateLookup<ReadOnlySpan<char>>().Contains(line.Trim("- "));
}

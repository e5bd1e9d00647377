using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Formats;

/// <summary>A message as one line for people in a chat: what happened, to what, and who sent it.</summary>
public static class MessageLine
{
    private const int LongestText = 200;
    private const int LongestUrl = 1000;

    /// <summary>What the line is about: the first of these that a message has.</summary>
    private static readonly string[] Subjects = ["comment", "series", "patch", "cover"];

    /// <summary>What changes from one value to another.</summary>
    private static readonly string[] Changing = ["state", "delegate", "check"];

    /// <summary>A part of the line.</summary>
    /// <param name="Text">Without line breaks and without mentions of people; not escaped for any markup.</param>
    /// <param name="Url">Where it leads, by http or https; null for nowhere.</param>
    public readonly record struct Piece(string Text, string? Url);

    /// <summary>Writes the line of a message of any type.</summary>
    public static IReadOnlyList<Piece> Of(Composition composition)
    {
        var (data, type) = (composition.Whole, composition.Item.Type);
        List<Piece> line = [];
        if (Text(data["project"], "link_name") is { } project)
            Say($"{project}: ");
        Say(Title(type));
        if (Subjects.Select(name => data[name]).OfType<JsonObject>().FirstOrDefault() is { } subject)
        {
            Say(": ");
            Link(
                Text(subject, "name")
                    ?? (Text(subject, "subject") is { } text ? HeaderText.Subject(text) : null)
                    ?? composition.Resource
                    ?? type,
                Text(subject, "web_url") ?? Text(subject, "url")
            );
            if ((Text(subject["submitter"], "name") ?? Text(subject["submitter"], "email")) is { } submitter)
                Say($" by {submitter}");
        }
        else if ((Text(data, "reason") ?? Text(data, "message") ?? composition.Resource) is { } said)
        {
            // The host only, since an address may have a secret in it.
            if (Text(data, "url") is { } target)
                Say($": subscription {Text(data, "subscription")} to {new Uri(target).IdnHost}");
            Say($": {said}");
        }
        if (data["check"] is JsonObject check)
        {
            Say(", ");
            Link($"{Text(check, "context")}: {Text(check, "state")}", Text(check, "target_url"));
        }
        if (Count(data["series"]) is { } count)
            Say($", {count}");
        if (Change(data) is { } change)
            Say($", {change}");
        if (type == WebhookType.CommentUpdated && data["comment"]?["addressed"] is JsonValue mark)
            Say(mark.TryGetValue(out bool addressed) && addressed ? ", addressed" : ", not addressed");
        return line;

        void Say(string text) => line.Add(new Piece(Plain(text), null));
        // The path of a patch has its Message-ID.
        void Link(string text, string? url) =>
            line.Add(new Piece(Plain(text), IsWeb(url) ? url!.Replace("@", "%40") : null));
    }

    /// <summary><c>Patch state changed</c> for <c>patch.state-changed</c>.</summary>
    private static string Title(string type) =>
        char.ToUpperInvariant(type[0]) + type[1..].Replace('.', ' ').Replace('-', ' ');

    /// <summary>How many patches a series has; null without one.</summary>
    private static string? Count(JsonNode? series) =>
        Number(series, "total") is not { } total ? null
        : Number(series, "received_total") is { } received && received < total ? $"{received} of {total} patches"
        : total == 1 ? "1 patch"
        : $"{total} patches";

    /// <summary>The old and the new value; null if none changes.</summary>
    private static string? Change(JsonObject data)
    {
        var payload = data["payload"] as JsonObject ?? [];
        foreach (var name in Changing)
        {
            var (before, after) = payload.ContainsKey($"current_{name}")
                ? (payload[$"previous_{name}"], payload[$"current_{name}"])
                : (data[$"previous_{name}"], data[name]);
            if (payload.ContainsKey($"current_{name}") || before is not null)
                return $"{Value(before)} → {Value(after)}";
        }
        return null;
    }

    private static string Value(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : Text(node, "username") ?? "none";

    private static string? Text(JsonNode? holder, string name) =>
        (holder as JsonObject)?.Text(name) is { Length: > 0 } text ? text : null;

    private static int? Number(JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    /// <summary>
    /// A text from a mail on one line and of some length, in the order in which it is written. An address sign is
    /// followed by a space of no width, so that no chat takes what follows for somebody to call.
    /// </summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= LongestText)
                return plain.Append('…').ToString();
            if (rune.Value is '@')
                plain.Append("@\u200b");
            else if (IsBlank(rune))
                plain.Append(plain.Length > 0 && plain[^1] == ' ' ? "" : " ");
            else if (!rune.IsBmp || !DirectionMarks.Contains((char)rune.Value))
                plain.Append(rune.ToString());
        }
        return plain.ToString();
    }

    private static bool IsBlank(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator;

    private static bool IsWeb(string? url) =>
        url?.Length <= LongestUrl
        && UriText.TryReadWeb(url, out _)
        && !url.Any(character => character is <= ' ' or '"' or '<' or '>' or '|');
}

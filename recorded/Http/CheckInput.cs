using System.Text.RegularExpressions;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>Creates checks from POST bodies.</summary>
internal static partial class CheckInput
{
    /// <summary>The check as recorded JSON; null if the input was refused.</summary>
    public static byte[]? Read(Input input, Func<long> takeId, PatchRow patch, ItemRow user, DateTime now)
    {
        var state = input.Text("state");
        if (string.IsNullOrEmpty(state))
        {
            input.Refuse("state", "A check must have a state.");
            return null;
        }

        if (int.TryParse(state, out var number) && number >= 0 && number < Slugs.CheckStates.Length)
            state = Slugs.CheckStates[number];
        if (Array.IndexOf(Slugs.CheckStates, state) < 0)
            input.Refuse("state", $"\"{state}\" is not a valid choice.");

        var target = input.Text("target_url");
        if (
            !string.IsNullOrEmpty(target)
            && !(Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp")
        )
            input.Refuse("target_url", "Enter a valid URL.");

        var context = input.Has("context") ? input.ShortText("context") ?? "" : "default";
        if (context.Length == 0)
            input.Refuse("context", "This field may not be blank.");
        else if (!Slug().IsMatch(context))
            input.Refuse("context", "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.");

        return input.Refusal is null
            ? Write(takeId(), patch, user, now, state, target, context, input.Text("description"))
            : null;
    }

    private static byte[] Write(
        long id,
        PatchRow patch,
        ItemRow user,
        DateTime now,
        string state,
        string? target,
        string context,
        string? description
    ) =>
        Renderer.Compose(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("url", $"{Renderer.RecordedOrigin}/api/patches/{patch.Id}/checks/{id}/");
            writer.WritePropertyName("user");
            Renderer.Write(writer, user, View.Recorded);
            writer.WriteString("date", Dates.Format(now));
            writer.WriteString("state", state);
            writer.WriteString("target_url", target);
            writer.WriteString("context", context);
            writer.WriteString("description", description);
            writer.WriteEndObject();
        });

    [GeneratedRegex(@"^[-a-zA-Z0-9_]+\z")]
    private static partial Regex Slug();
}

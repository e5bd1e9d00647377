using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Webhooks.Reporting;

/// <summary>A reported check, and with whose token Patchwork is to get it.</summary>
/// <param name="Context">What tells checks of one patch apart, such as <c>build</c>.</param>
/// <param name="Check">The body of the request to Patchwork.</param>
/// <param name="Token">A Patchwork API token of the caller's.</param>
public sealed partial record ReportInput(string Context, JsonObject Check, string Token)
{
    private const int LongestText = 4000;
    private static readonly string[] Fields = ["state", "target_url", "description", "context", "token"];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InputException">It is not valid.</exception>
    public static async Task<ReportInput> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await OperatorInput.ReadAsync(request, cancellationToken);
        if (body.Select(field => field.Key).FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
            throw new InputException(
                $"There is no field '{Printable.Escape(unknown)}': the fields are {string.Join(", ", Fields)}."
            );
        if (Text(body, "state") is not { } state || !Patchwork.Resources.Check.States.Contains(state))
            throw new InputException($"Give a state: {string.Join(", ", Patchwork.Resources.Check.States)}.");
        var context = Text(body, "context") ?? "default";
        if (!Slug().IsMatch(context))
            throw new InputException(
                $"context is '{Printable.Escape(context)}': give 1 to 255 letters, digits, hyphens and underscores."
            );
        var target = Text(body, "target_url");
        if (target is not null && !UriText.TryReadWeb(target, out _))
            throw new InputException($"target_url is '{Printable.Escape(target)}': give an http or https address.");
        var token = Text(body, "token") ?? TokenIn(request.Headers.Authorization);
        if (token is null || !Word().IsMatch(token))
            throw new InputException(
                "Give your own Patchwork API token, as the field token or as the header Authorization: Token …"
            );
        var check = new JsonObject { ["state"] = state, ["context"] = context };
        if (target is not null)
            check["target_url"] = target;
        if (Text(body, "description") is { } description)
            check["description"] = description;
        return new ReportInput(context, check, token);
    }

    private static string? TokenIn(string? header) =>
        header?.Split(' ', 2) is [var scheme, var token] && scheme.Equals("Token", StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    private static string? Text(JsonObject body, string name)
    {
        if (body[name] is not { } field)
            return null;
        if (field is not JsonValue value || !value.TryGetValue(out string? text))
            throw new InputException($"The field {name} is not a string.");
        return text.Length <= LongestText
            ? text
            : throw new InputException($"The field {name} is longer than {LongestText} characters.");
    }

    [GeneratedRegex("^[-_A-Za-z0-9]{1,255}$(?<!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();

    [GeneratedRegex("^[!-~]{1,200}$(?<!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

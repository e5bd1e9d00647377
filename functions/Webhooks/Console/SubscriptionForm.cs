using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Webhooks.Console;

/// <summary>The settings of a subscription as an operator types them.</summary>
public sealed record SubscriptionForm
{
    public string Url { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>Link names or ids, with commas between.</summary>
    public string Projects { get; init; } = "";
    public IReadOnlyList<string> Types { get; init; } = [];
    public string Query { get; init; } = "";
    public string Format { get; init; } = WebhookFormats.Default;

    /// <summary>A new token; empty to keep the one there is. Never shown again.</summary>
    public string Token { get; init; } = "";
    public string Settle { get; init; } = $"{SubscriptionSettings.LongestSettle}";
    public string RateLimit { get; init; } = "";
    public string ReviewedTags { get; init; } = $"{ReviewRule.Default.Tags}";
    public IReadOnlyList<string> ReviewedKinds { get; init; } = ReviewRule.Default.Kinds;
    public string StaleDays { get; init; } = $"{SubscriptionSettings.DefaultStaleDays}";

    /// <summary>The projects as a list.</summary>
    public IReadOnlyList<string> ProjectNames =>
        Projects.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads what was typed.</summary>
    internal static SubscriptionForm Read(IFormCollection form) =>
        new()
        {
            Url = form["url"].ToString().Trim(),
            Description = form["description"].ToString().Trim(),
            Projects = form["projects"].ToString().Trim(),
            Types = [.. form["types"].OfType<string>()],
            Query = form["query"].ToString().Trim(),
            Format = form["format"].ToString().Trim(),
            Token = form["token"].ToString().Trim(),
            Settle = form["settle"].ToString().Trim(),
            RateLimit = form["rateLimit"].ToString().Trim(),
            ReviewedTags = form["reviewedTags"].ToString().Trim(),
            ReviewedKinds = [.. form["reviewedKinds"].OfType<string>()],
            StaleDays = form["staleDays"].ToString().Trim(),
        };

    /// <summary>The present settings.</summary>
    internal static SubscriptionForm Of(SubscriptionView view) =>
        new()
        {
            Url = view.Url ?? "",
            Description = view.Description,
            Projects = string.Join(", ", view.Projects),
            Types = view.Types,
            Query = view.Query ?? "",
            Format = view.Format,
            Settle = view.Settle.ToString(),
            RateLimit = view.RateLimit?.ToString() ?? "",
            ReviewedTags = view.Reviewed.Tags.ToString(),
            ReviewedKinds = view.Reviewed.Kinds,
            StaleDays = view.StaleDays.ToString(),
        };

    /// <summary>The input of the API.</summary>
    /// <exception cref="InputException">A number is none.</exception>
    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["url"] = Url.Length == 0 ? null : Url,
            ["description"] = Description,
            ["projects"] = ProjectNames.ToJsonArray(),
            ["types"] = Types.ToJsonArray(),
            ["query"] = Query.Length == 0 ? null : Query,
            ["format"] = Format.Length == 0 ? null : Format,
            ["settle"] = Number(Settle, "settle time"),
            ["rateLimit"] = Number(RateLimit, "rate limit"),
            ["reviewed"] = new JsonObject
            {
                ["tags"] = Number(ReviewedTags, "number of tags"),
                ["kinds"] = ReviewedKinds.Count == 0 ? null : ReviewedKinds.ToJsonArray(),
            },
            ["staleDays"] = Number(StaleDays, "number of quiet days"),
        };
        if (Token.Length > 0)
            json["token"] = Token;
        return json;
    }

    private static int? Number(string text, string what) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InputException($"The {what} is '{Printable.Escape(text)}': give a whole number.");
}

namespace Hookwork.Webhooks.Formats;

/// <summary>Every format.</summary>
public static class WebhookFormats
{
    /// <summary>The name of the format of a subscription that names none.</summary>
    public const string Default = "standard";

    /// <summary>The formats, the default first.</summary>
    public static IReadOnlyList<IWebhookFormat> All { get; } =
    [
        new StandardFormat(),
        new CloudEventsFormat(),
        new GitHubFormat(),
        new GitLabFormat(),
        new SlackFormat(),
        new MatrixFormat(),
    ];

    /// <summary>The format of a name; null for an unknown one.</summary>
    public static IWebhookFormat? Find(string? name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format of a stored subscription.</summary>
    public static IWebhookFormat Of(string name) =>
        Find(name) ?? throw new InvalidOperationException($"There is no format {name}.");
}

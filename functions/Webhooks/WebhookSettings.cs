using System.Globalization;
using Hookwork.Input;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Webhooks;

/// <summary>How webhooks are sent and received.</summary>
public sealed record WebhookSettings
{
    /// <summary>Hosts that deliveries may go to whatever their address, over http too.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The secrets that sign requests to <c>/hooks/patchwork</c>; empty if nothing is received.</summary>
    public IReadOnlyList<string> HookSecrets { get; init; } = [];

    /// <summary>How long a target has to answer.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>How long deliveries and their bodies are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(DefaultDays);

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);
    private const int DefaultDays = 30;
    private const int LeastDays = 7;
    private const int MostDays = 3650;

    /// <summary>How long the process that began an attempt claims it.</summary>
    public TimeSpan Claim => Timeout * 2 + TimeSpan.FromSeconds(1);

    /// <summary>Whether deliveries may go to a host whatever its address is.</summary>
    public bool Allows(string host) => AllowedHosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static WebhookSettings Read(IConfiguration configuration)
    {
        var hosts = Words(configuration["Hookwork:AllowedHosts"]).Select(host => host.Trim('[', ']')).ToList();
        if (hosts.Find(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            throw new SettingsException(
                $"Hookwork__AllowedHosts names '{Printable.Escape(wrong)}', which is not a host: give names or addresses without scheme and port, separated by commas."
            );
        var secrets = Words(configuration["Hookwork:HookSecret"]);
        // The value is not shown, even a wrong one.
        if (secrets.Any(secret => WebhookSecret.KeyOf(secret) is null))
            throw new SettingsException(
                "Hookwork__HookSecret is not a webhook secret: give 'whsec_' and 24 to 64 bytes in Base64, as the sender shows it."
            );
        return new WebhookSettings
        {
            AllowedHosts = [.. hosts.Select(AsInAddresses)],
            HookSecrets = secrets,
            Timeout = ReadTimeout(configuration["Hookwork:WebhookTimeout"]),
            Keep = ReadDays(configuration["Hookwork:DeliveryDays"]),
        };
    }

    /// <summary>A host as it is compared: in ASCII, and an IPv6 address in its shortest form.</summary>
    private static string AsInAddresses(string host) =>
        UriText.TryRead($"https://{(host.Contains(':') ? $"[{host}]" : host)}/", out var address)
        && UriText.HostOf(address) is { Length: > 0 } written
            ? written.Trim('[', ']')
            : host;

    private static TimeSpan ReadTimeout(string? text)
    {
        var (least, most) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        if (string.IsNullOrWhiteSpace(text))
            return DefaultTimeout;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most
            ? span
            : throw new SettingsException(
                $"Hookwork__WebhookTimeout is '{Printable.Escape(text)}': give a time span from {least:c} to {most:c}, as hours, minutes and seconds."
            );
    }

    private static TimeSpan ReadDays(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return TimeSpan.FromDays(DefaultDays);
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= LeastDays and <= MostDays
            ? TimeSpan.FromDays(days)
            : throw new SettingsException(
                $"Hookwork__DeliveryDays is '{Printable.Escape(text)}': give a number of days from {LeastDays} to {MostDays}."
            );
    }

    private static string[] Words(string? text) =>
        text?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

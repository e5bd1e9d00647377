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
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long deliveries and their bodies are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the process that began an attempt claims it.</summary>
    public TimeSpan Claim => Timeout * 2 + TimeSpan.FromSeconds(1);

    /// <summary>Whether deliveries may go to a host whatever its address is.</summary>
    public bool Allows(string host) => AllowedHosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static WebhookSettings Read(IConfiguration configuration)
    {
        var hosts = configuration.ReadWords("Hookwork__AllowedHosts").Select(host => host.Trim('[', ']')).ToList();
        if (hosts.Find(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            throw new SettingsException(
                $"Hookwork__AllowedHosts names '{Printable.Escape(wrong)}', which is not a host: give names or addresses without scheme and port, separated by commas."
            );
        var secrets = configuration.ReadWords("Hookwork__HookSecret");
        // The value is not shown, even a wrong one.
        if (secrets.Any(secret => WebhookSecret.KeyOf(secret) is null))
            throw new SettingsException(
                "Hookwork__HookSecret is not a webhook secret: give 'whsec_' and 24 to 64 bytes in Base64, as the sender shows it."
            );
        var usual = new WebhookSettings();
        return new WebhookSettings
        {
            AllowedHosts = [.. hosts.Select(AsInAddresses)],
            HookSecrets = secrets,
            Timeout =
                configuration.Read(
                    "Hookwork__WebhookTimeout",
                    TimeSpan.FromSeconds(1),
                    TimeSpan.FromSeconds(30),
                    "a time span from 00:00:01 to 00:00:30, as hours, minutes and seconds"
                ) ?? usual.Timeout,
            Keep = configuration.Read("Hookwork__DeliveryDays", 7, 3650, "a number of days from 7 to 3650") is { } days
                ? TimeSpan.FromDays(days)
                : usual.Keep,
        };
    }

    /// <summary>A host as it is compared: in ASCII, and an IPv6 address in its shortest form.</summary>
    private static string AsInAddresses(string host) =>
        UriText.TryRead($"https://{(host.Contains(':') ? $"[{host}]" : host)}/", out var address)
        && UriText.HostOf(address) is { Length: > 0 } written
            ? written.Trim('[', ']')
            : host;
}

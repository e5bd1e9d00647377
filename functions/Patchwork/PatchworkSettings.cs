using System.Globalization;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Patchwork;

/// <summary>The upstream server, as the <c>Patchwork__…</c> settings name it.</summary>
public sealed record PatchworkSettings
{
    /// <summary>The server's root, ending in a slash, as <c>https://patchwork.ozlabs.org/</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Link names or ids of the projects to follow; empty for every project of the server.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>
    /// Where a first start begins: <see cref="Now"/>, <see cref="Beginning"/> or a date as Patchwork writes it.
    /// </summary>
    public string Since { get; init; } = Now;

    /// <summary>
    /// The former address of the archive's server, to confirm that it is this one; null to rely on its data.
    /// </summary>
    public Uri? MovedFrom { get; init; }

    /// <summary>An API token; the server lists people and users only with one.</summary>
    public string? Token { get; init; }

    /// <summary>The User-Agent header of requests upstream.</summary>
    public string UserAgent { get; init; } = "Hookwork/1.0";

    /// <summary>The zone of the server's clock; null while it is not known.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>The most concurrent requests of all instances together.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>How far before its cursor a poll starts, since events become visible late.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the server may take for an answer; for an mbox, ten times as long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Numbers of patch states, if they differ from a fresh Patchwork's; the API does not list them.</summary>
    public IReadOnlyDictionary<int, string> States { get; init; } = new Dictionary<int, string>();

    /// <summary>
    /// The zone of a Patchwork whose operator chose none. Its settings call it Australia/Canberra, a former name that
    /// many systems lack.
    /// </summary>
    internal const string UsualZone = "Australia/Sydney";

    public const string Now = "now";
    public const string Beginning = "beginning";

    private static readonly string[] SinceForms =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFK",
    ];

    /// <summary>
    /// What is wrong with the address if it redirects to another scheme or host, which gets no token; else null.
    /// </summary>
    /// <param name="address">Where a redirect leads, absolute.</param>
    public string? Moved(Uri? address) =>
        address?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) is { } there
        && there != Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            ? $"Patchwork__Url is {Url}, which redirects to {there}/, where no token is sent: if the server is there, give that address."
            : null;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is missing or malformed.</exception>
    public static PatchworkSettings Read(IConfiguration configuration)
    {
        var defaults = new PatchworkSettings
        {
            Url =
                ReadUrl(configuration, "Patchwork__Url")
                ?? throw new SettingsException(
                    "Patchwork__Url is not set: give the root of a Patchwork server, such as https://patchwork.ozlabs.org/."
                ),
        };
        return defaults with
        {
            MovedFrom = ReadUrl(configuration, "Patchwork__MovedFrom"),
            Projects = configuration.ReadWords("Patchwork__Projects"),
            Since = ReadSince(configuration.ReadText("Patchwork__Since") ?? defaults.Since),
            Token = ReadHeader(configuration, "Patchwork__Token"),
            UserAgent = ReadHeader(configuration, "Patchwork__UserAgent") ?? defaults.UserAgent,
            TimeZone = ReadTimeZone(configuration.ReadText("Patchwork__TimeZone")),
            Parallel =
                configuration.Read("Patchwork__Parallel", 1, 64, "the number of requests under way at a time, 1 to 64")
                ?? defaults.Parallel,
            Overlap =
                configuration.Read(
                    "Patchwork__Overlap",
                    TimeSpan.Zero,
                    TimeSpan.FromDays(1),
                    "a time span from 00:00:00 to 1.00:00:00, as hours, minutes and seconds"
                ) ?? defaults.Overlap,
            States = ReadStates(configuration.ReadText("Patchwork__States")),
            Timeout =
                configuration.Read(
                    "Patchwork__Timeout",
                    TimeSpan.FromMilliseconds(1),
                    TimeSpan.FromSeconds(30),
                    "a time span from 00:00:00.0010000 to 00:00:30, as hours, minutes and seconds"
                ) ?? defaults.Timeout,
        };
    }

    private static Uri? ReadUrl(IConfiguration configuration, string name)
    {
        if (configuration.ReadText(name) is not { } text)
            return null;
        // A password may have a # or a slash, and then this is no address. No message shows it.
        if (text.Contains('@', StringComparison.Ordinal))
            throw new SettingsException(
                $"{name} has a user name: give the root of a Patchwork server, such as https://patchwork.ozlabs.org/, and an API token as Patchwork__Token."
            );
        if (!UriText.TryReadWeb(text, out var url))
            throw new SettingsException(
                $"{name} is '{Printable.Escape(text)}', which is not an http or https address: give the root of a Patchwork server, such as https://patchwork.ozlabs.org/."
            );
        return url.AbsolutePath.EndsWith('/') && url.Query.Length == 0
            ? url
            : new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    private static Dictionary<int, string> ReadStates(string? value)
    {
        var states = new Dictionary<int, string>();
        foreach (
            var item in value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []
        )
        {
            if (
                item.Split('=', StringSplitOptions.TrimEntries) is not [var number, { Length: > 0 } name]
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || name.Any(character =>
                    !char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-'
                )
            )
                throw new SettingsException(
                    $"Patchwork__States has '{Printable.Escape(item)}': give numbers and names as the API shows them, such as 1=new,2=under-review."
                );
            states[id] = name;
        }
        return states;
    }

    private static string? ReadHeader(IConfiguration configuration, string name) =>
        configuration.ReadText(name) is not { } text ? null
        : text.All(character => character is >= ' ' and <= '~') ? text
        : throw new SettingsException(
            $"{name} has characters that an HTTP header cannot have: give printable ASCII on one line."
        );

    private static string ReadSince(string text)
    {
        // The server answers a date that it cannot read with an empty list. An older one reads none without a time.
        if (
            text is Now or Beginning
            || DateTime.TryParseExact(text, SinceForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        )
            return text.Length == SinceForms[0].Length ? $"{text}T00:00:00" : text;
        throw new SettingsException(
            "Patchwork__Since",
            text,
            "'now', 'beginning' or a date such as 2026-01-31T00:00:00"
        );
    }

    private static TimeZoneInfo? ReadTimeZone(string? id) =>
        id is null ? null
        : TimeZoneInfo.TryFindSystemTimeZoneById(id == "Australia/Canberra" ? UsualZone : id, out var zone) ? zone
        : throw new SettingsException(
            $"Patchwork__TimeZone is '{Printable.Escape(id)}', which is not a time zone of this machine: give the zone of the Patchwork server's clock, such as UTC or Australia/Canberra."
        );
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Hookwork.Archive;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.SelfHost.Configuration;

/// <summary>
/// The app's settings, by precedence as in the Functions runtime: the environment, <c>local.settings.json</c> as the
/// Core Tools read it, the local defaults.
/// </summary>
internal static partial class AppSettings
{
    public const string Storage = StorageConnection.Setting;

    private const string LocalFile = "local.settings.json";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        [Storage] = "UseDevelopmentStorage=true",
        ["PollSchedule"] = "0 * * * * *",
        ["WalkSchedule"] = "30 * * * * *",
    };

    /// <exception cref="SettingsException"><c>local.settings.json</c> cannot be read.</exception>
    public static ConfigurationManager Load(SelfHostOptions options)
    {
        var file = LocalValues(Path.Combine(options.Folder, LocalFile));
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(Defaults);
        configuration.AddInMemoryCollection(file);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(
            options.Settings.Select(setting => KeyValuePair.Create(Key(setting.Key), setting.Value))
        );
        if (IsIdentity(configuration, options, file))
            configuration[Storage] = null;
        return configuration;
    }

    /// <summary>Replaces references to settings, such as <c>%PollSchedule%</c>, by their values.</summary>
    /// <exception cref="SettingsException">A setting is missing.</exception>
    public static string Substitute(string text, IConfiguration configuration, string user) =>
        Reference()
            .Replace(
                text,
                match =>
                {
                    var name = match.Groups["name"].Value;
                    return configuration[Key(name)]
                        ?? throw new SettingsException($"The setting {name} is missing: {user} needs it.");
                }
            );

    /// <summary>
    /// The setting's name if the text is one reference, as <c>PollSchedule</c> for <c>%PollSchedule%</c>; else
    /// <see langword="null"/>.
    /// </summary>
    public static string? ReferenceIn(string text) =>
        Reference().Match(text) is { Success: true } match && match.Length == text.Length
            ? match.Groups["name"].Value
            : null;

    private static string Key(string name) =>
        name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    /// <summary>
    /// Whether the settings name a storage account by identity, which the default connection string would override.
    /// </summary>
    private static bool IsIdentity(
        IConfiguration configuration,
        SelfHostOptions options,
        Dictionary<string, string?> file
    ) =>
        configuration.GetSection(Storage).GetChildren().Any()
        && !file.ContainsKey(Storage)
        && !options.Settings.ContainsKey(Storage)
        && Environment.GetEnvironmentVariable(Storage) is null;

    private static Dictionary<string, string?> LocalValues(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllText(path),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            if (
                document.RootElement.TryGetProperty("IsEncrypted", out var encrypted)
                && encrypted.ValueKind == JsonValueKind.True
            )
                throw new SettingsException($"{LocalFile} is encrypted: decrypt it with `func settings decrypt`.");
            return document.RootElement.TryGetProperty("Values", out var values)
                ? values
                    .EnumerateObject()
                    .ToDictionary(
                        value => Key(value.Name),
                        value => (string?)value.Value.ToString(),
                        StringComparer.OrdinalIgnoreCase
                    )
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"{LocalFile} cannot be read ({Printable.FirstLine(exception).TrimEnd('.')}): let this user read it."
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new SettingsException(
                $"{LocalFile} is not a JSON object with the settings under \"Values\": {Printable.FirstLine(exception).TrimEnd('.')}."
            );
        }
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

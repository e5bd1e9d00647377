using System.Globalization;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.SelfHost.Configuration;

/// <summary>
/// The options in <c>host.json</c>, with the runtime's defaults. App settings named <c>AzureFunctionsJobHost__…</c>
/// override them.
/// </summary>
internal sealed class HostJson
{
    private readonly IConfiguration _configuration;

    private HostJson(IConfiguration configuration)
    {
        _configuration = configuration;
        RoutePrefix = (configuration["extensions:http:routePrefix"] ?? "api").Trim('/');
        FunctionTimeout = Span("functionTimeout", null);
        BatchSize = Number("extensions:queues:batchSize", 16, 1, 32);
        NewBatchThreshold = Number("extensions:queues:newBatchThreshold", BatchSize / 2, 0, 1000);
        MaxDequeueCount = Number("extensions:queues:maxDequeueCount", 5, 1, int.MaxValue);
        VisibilityTimeout = Span("extensions:queues:visibilityTimeout", TimeSpan.Zero)!.Value;
        IsBase64 = configuration["extensions:queues:messageEncoding"] switch
        {
            null => true,
            { } base64 when base64.Equals("base64", StringComparison.OrdinalIgnoreCase) => true,
            { } none when none.Equals("none", StringComparison.OrdinalIgnoreCase) => false,
            { } other => throw Bad("extensions:queues:messageEncoding", other, "\"base64\" or \"none\""),
        };
    }

    /// <summary>The prefix of every route; may be empty.</summary>
    public string RoutePrefix { get; }

    /// <summary>The longest that a function may run; <see langword="null"/> for no limit.</summary>
    public TimeSpan? FunctionTimeout { get; }

    /// <summary>The largest number of messages received in one request.</summary>
    public int BatchSize { get; }

    /// <summary>The number of messages in progress at or below which the next batch is received.</summary>
    public int NewBatchThreshold { get; }

    /// <summary>How many attempts a message gets before it goes to the poison queue.</summary>
    public int MaxDequeueCount { get; }

    /// <summary>How long a failed message stays hidden before it is tried again.</summary>
    public TimeSpan VisibilityTimeout { get; }

    /// <summary>Whether message texts are Base64.</summary>
    public bool IsBase64 { get; }

    /// <summary>The log levels by category.</summary>
    public IConfigurationSection Logging => _configuration.GetSection("logging");

    /// <exception cref="SettingsException"><c>host.json</c> is not valid JSON, or a value is malformed.</exception>
    public static HostJson Load(IConfiguration settings)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "host.json");
        try
        {
            return new HostJson(
                new ConfigurationBuilder()
                    .AddJsonFile(path, optional: true)
                    .AddConfiguration(settings.GetSection("AzureFunctionsJobHost"))
                    .Build()
            );
        }
        catch (InvalidDataException)
        {
            throw new SettingsException($"host.json is not valid JSON: correct {path}.");
        }
    }

    private int Number(string key, int otherwise, int least, int most)
    {
        if (_configuration[key] is not { } text)
            return otherwise;
        return
            int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
            ? number
            : throw Bad(
                key,
                text,
                most == int.MaxValue ? $"a number from {least}" : $"a number from {least} to {most}"
            );
    }

    private TimeSpan? Span(string key, TimeSpan? otherwise)
    {
        if (_configuration[key] is not { } text)
            return otherwise;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            ? span
            : throw Bad(key, text, "a time such as \"00:00:05\"");
    }

    private static SettingsException Bad(string key, string value, string expected) =>
        new($"host.json has \"{value}\" as {key.Replace(':', '.')}: give {expected}.");
}

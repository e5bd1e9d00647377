using System.Collections.Immutable;
using Hookwork.SelfHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.SelfHost;

/// <summary>Starts apps of the functions that a test wants.</summary>
internal static class TestApp
{
    public static SelfHostOptions Options(string storage, Probe probe, params Type[] functions) =>
        new()
        {
            Port = 0,
            FunctionClasses = functions,
            AddServices = (services, _) => services.AddSingleton(probe),
            ServeRecording = false,
            Folder = Path.GetTempPath(),
            Polling = TimeSpan.FromMilliseconds(50),
            Settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = storage },
        };

    public static SelfHostOptions With(this SelfHostOptions options, params (string Name, string Value)[] settings) =>
        options with
        {
            Settings = settings.Aggregate(
                options.Settings.ToImmutableDictionary(),
                (all, setting) => all.SetItem(setting.Name, setting.Value)
            ),
        };

    public static SelfHostOptions LoggingTo(this SelfHostOptions options, LogLines lines) =>
        options with
        {
            ConfigureLogging = logging => logging.AddProvider(lines).SetMinimumLevel(LogLevel.Debug),
        };
}

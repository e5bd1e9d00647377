// Stands in for what another part of the work brings; it goes when that lands.
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork
{
    public static class HookworkServices
    {
        public static IServiceCollection AddHookwork(this IServiceCollection services, IConfiguration configuration) =>
            services.AddSingleton<Ingest.Progress>();
    }

    public sealed class SettingsException(string message) : Exception(message);
}

namespace Hookwork.Ingest
{
    public sealed class Progress
    {
        public Task<Counts> CountAsync(CancellationToken cancellationToken) => Task.FromResult(new Counts());

        public Task<bool> IsIdleAsync(CancellationToken cancellationToken) => Task.FromResult(true);
    }

    public sealed record Counts
    {
        public string ToJson() => JsonSerializer.Serialize(new { events = 0, pending = 0 });
    }
}

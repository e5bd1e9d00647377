using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Webhooks;

/// <summary>A deployment and its clock, shared by the tests of a class; each test has its own subscriptions.</summary>
public sealed class TimedHooks : IAsyncLifetime
{
    private TimeSpan _timeout = TimeSpan.FromSeconds(30);
    private Action<IServiceCollection>? _configure;
    private RecordedPatchwork _patchwork = null!;

    internal TestClock Clock { get; } = new(stands: true);
    internal Hooks Hooks { get; private set; } = null!;
    internal LogLines Log { get; } = new();

    /// <summary>Starts a separate one with a timeout for its targets.</summary>
    internal static async Task<TimedHooks> StartAsync(TimeSpan timeout, Action<IServiceCollection>? configure = null)
    {
        var hooks = new TimedHooks { _timeout = timeout, _configure = configure };
        await hooks.InitializeAsync();
        return hooks;
    }

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        Hooks = new Hooks(
            await Deployment.StartAsync(
                _patchwork.Url,
                time: Clock,
                configure: services =>
                {
                    Hooks.Hasty(services, _timeout);
                    services.AddSingleton<ILoggerProvider>(Log);
                    _configure?.Invoke(services);
                }
            )
        );
    }

    public async Task DisposeAsync()
    {
        await Hooks.Deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }

    /// <summary>
    /// Deletes the subscriptions of a test. The retries of one could reach the target of another test, at the same port.
    /// </summary>
    internal async Task ForgetAsync()
    {
        var subscriptions = Hooks.Deployment.Get<SubscriptionStore>();
        foreach (var subscription in await subscriptions.AllAsync(default))
            await subscriptions.DeleteAsync(subscription.Id, default);
    }

    /// <summary>Sends a test event.</summary>
    public async Task TestAsync(Subscription subscription)
    {
        await Hooks.Deployment.Get<WebhookQueue>().AnnounceAsync([Test(subscription)], TimeSpan.Zero, default);
        await Hooks.PumpAsync();
    }

    internal static Announcement Test(Subscription subscription) =>
        new(WebhookType.Test, 0, 0)
        {
            Suffix = $"test-{Guid.NewGuid():N}",
            Only = subscription.Id,
            Data = $$"""{"subscription": "{{subscription.Id}}", "message": "?"}""",
        };

    internal static Task AnswerAsync(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    }
}

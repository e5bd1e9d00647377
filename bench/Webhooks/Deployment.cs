using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Bench.Storage;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Bench.Webhooks;

/// <summary>Selfhost in this process, over a fresh Azurite, with the first events of the recording archived.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private const int Events = 130;
    private const long Project = 14;

    private readonly Azurite _azurite;
    private readonly SelfHostApp _app;

    private Deployment(
        Azurite azurite,
        RecordedPatchwork upstream,
        StorageRecorder? recorder,
        SelfHostApp app,
        string secret,
        IReadOnlyList<Announcement> created
    ) => (_azurite, Upstream, Recorder, _app, Secret, Created) = (azurite, upstream, recorder, app, secret, created);

    public RecordedPatchwork Upstream { get; }
    public StorageRecorder? Recorder { get; }

    /// <summary>The secret for signing pushed events.</summary>
    public string Secret { get; }

    /// <summary>The announcements of the archived patches.</summary>
    public IReadOnlyList<Announcement> Created { get; }

    public Uri Url => _app.Url!;

    /// <param name="record">Whether to record storage operations, which slows everything down.</param>
    public static async Task<Deployment> StartAsync(bool record, CancellationToken cancellationToken)
    {
        var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        var upstream = await RecordedPatchwork.StartAsync(visibleEvents: Events, cancellationToken);
        var recorder = record ? await StorageRecorder.StartAsync(azurite, cancellationToken) : null;
        var secret = WebhookSecret.Generate();
        var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                DrainTime = TimeSpan.Zero,
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = recorder?.ConnectionString ?? azurite.ConnectionString,
                    ["Patchwork__Url"] = upstream.Url.ToString(),
                    ["Patchwork__Since"] = "beginning",
                    ["Hookwork__AllowedHosts"] = "127.0.0.1",
                    ["Hookwork__HookSecret"] = secret,
                },
            },
            cancellationToken
        );
        await app.WaitUntilIdleAsync(cancellationToken);
        List<Announcement> created = [];
        await foreach (var e in app.Services.GetRequiredService<EventLog>().AllAsync(Project, cancellationToken))
        {
            using var json = System.Text.Json.JsonDocument.Parse(e.Json);
            if (json.RootElement.GetProperty("category").GetString() == "patch-created")
            {
                created.Add(
                    new Announcement("patch.created", Project, e.Id)
                    {
                        Kind = ResourceKind.Patch,
                        Id = json.RootElement.GetProperty("payload").GetProperty("patch").GetProperty("id").GetInt64(),
                    }
                );
            }
        }
        return new Deployment(azurite, upstream, recorder, app, secret, created);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Creates a subscription to every event.</summary>
    public async Task<Subscription> SubscribeAsync(string url, CancellationToken cancellationToken) =>
        (await Get<SubscriptionRegistry>().CreateAsync(new() { ["url"] = url }, cancellationToken)).Subscription;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (Recorder is not null)
            await Recorder.DisposeAsync();
        await Upstream.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}

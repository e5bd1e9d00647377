using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>Secrets and headers of subscriptions while storage fails or their keys are lost.</summary>
public sealed class SubscriptionRegistryTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    [Fact]
    public async Task What_storage_wrote_without_an_answer_is_written_once()
    {
        var (storage, lost) = (await TestAzurite.NewAccountAsync(), new LostAnswer());
        await using var deployment = await Deployment.StartAsync(
            host.Patchwork.Url,
            storage,
            configure: services => services.AddSingleton(lost.Connect(storage))
        );
        var registry = deployment.Get<SubscriptionRegistry>();

        lost.IsNext = true;
        var (made, secret) = await registry.CreateAsync([], default);
        lost.IsNext = true;
        var rotated = (await registry.RotateAsync(made.Id, default))!.Value;

        Assert.False(lost.IsNext);
        var subscription = Assert.Single(await deployment.Get<SubscriptionStore>().AllAsync(default));
        Assert.Equal([rotated.Secret, secret], await registry.SecretsAsync(subscription, default));
    }

    [Fact]
    public async Task Once_the_keys_are_lost_a_rotation_and_new_headers_repair_a_subscription()
    {
        await using var target = await Target.StartAsync();
        await using var former = await Deployment.StartAsync(host.Patchwork.Url, settings: Hooks.Local);
        var (made, _) = await new Hooks(former).SubscribeAsync(target.Url, """{"headers": {"X-A": "1"}}""");
        await foreach (var key in former.Archive.KeyRing.GetBlobsAsync())
            await former.Archive.KeyRing.DeleteBlobAsync(key.Name);
        await using var deployment = await Deployment.StartAsync(
            host.Patchwork.Url,
            former.Storage,
            settings: Hooks.Local
        );
        var (registry, sender) = (deployment.Get<SubscriptionRegistry>(), deployment.Get<WebhookSender>());

        var refused = await sender.SendAsync(made, "one", "{}"u8.ToArray(), default);
        var (_, secret) = (await registry.RotateAsync(made.Id, default))!.Value;
        var repaired = await registry.ChangeAsync(
            made.Id,
            JsonNode.Parse("""{"headers": {"X-A": "2"}}""")!.AsObject(),
            default
        );
        var sent = await sender.SendAsync(repaired!, "one", "{}"u8.ToArray(), default);

        Assert.Contains("rotate the secret", refused.Error, StringComparison.Ordinal);
        Assert.Equal([secret], await registry.SecretsAsync(repaired!, default));
        Assert.True(sent.Succeeded, sent.Failure);
        Assert.Equal("2", Assert.Single(target.Received).Headers["x-a"]);
    }

    /// <summary>Loses the answer to a change of a subscription, which the client therefore repeats.</summary>
    private sealed class LostAnswer : StoragePolicy
    {
        public bool IsNext { get; set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (
                IsNext
                && message.Request.Method != RequestMethod.Get
                && message.Request.Uri.ToUri().AbsolutePath.Contains("/Subscriptions", StringComparison.Ordinal)
            )
            {
                IsNext = false;
                await ProcessNextAsync(message, pipeline);
            }
        }
    }
}

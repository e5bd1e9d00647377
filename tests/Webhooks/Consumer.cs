using System.Collections.Concurrent;

namespace Hookwork.Tests.Webhooks;

/// <summary>A target that deduplicates messages by id.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly int _failures;

    private Consumer(Target target, int failures) => (Target, _failures) = (target, failures);

    public Target Target { get; }

    /// <summary>The ids of the accepted messages in order, without the subscription's part.</summary>
    public IReadOnlyList<string> Taken =>
        [
            .. _seen
                .Where(item => item.Value > _failures)
                .Select(item => item.Key.Split('_', 3)[2])
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="failures">How often it rejects a message before it accepts it.</param>
    public static async Task<Consumer> StartAsync(int failures = 0)
    {
        var consumer = new Consumer(await Target.StartAsync(), failures);
        consumer.Target.Answer = context =>
        {
            var times = consumer._seen.AddOrUpdate(
                context.Request.Headers["webhook-id"].ToString(),
                1,
                (_, before) => before + 1
            );
            context.Response.StatusCode = times > failures ? 204 : 500;
            return Task.CompletedTask;
        };
        return consumer;
    }

    public ValueTask DisposeAsync() => Target.DisposeAsync();
}

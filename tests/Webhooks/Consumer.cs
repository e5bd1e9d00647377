using System.Collections.Concurrent;

namespace Hookwork.Tests.Webhooks;

/// <summary>Who takes each message once, by its id, whatever comes again.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly int _failures;

    private Consumer(Target target, int failures) => (Target, _failures) = (target, failures);

    public Target Target { get; }

    /// <summary>The messages taken, without the subscription's part of their ids, in order.</summary>
    public IReadOnlyList<string> Taken =>
        [
            .. _seen
                .Where(item => item.Value > _failures)
                .Select(item => item.Key.Split('_', 3)[2])
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="failures">How often it refuses a message before it takes it.</param>
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

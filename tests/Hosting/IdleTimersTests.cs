using System.Reflection;
using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hookwork.Tests.Hosting;

/// <summary>What timers with nothing to do ask of storage: <c>bench -- cost</c> computes the bill from it.</summary>
public sealed class IdleTimersTests(ITestOutputHelper output)
{
    private static readonly JsonObject s_documented = JsonNode.Parse(
        File.ReadAllText(Repository.Path("bench", "results", "traffic.json"))
    )!["perIdleRun"]!.AsObject();

    [Fact]
    public async Task A_timer_with_nothing_to_do_asks_no_more_of_storage_than_its_bench_measured()
    {
        var wire = new Wire();
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: new TestClock(stands: true),
            policy: wire
        );
        await deployment.RunToIdleAsync();
        var timers = Timers();
        Assert.Equal(
            s_documented.Select(timer => timer.Key).Order(StringComparer.Ordinal),
            timers.Keys.Order(StringComparer.Ordinal)
        );

        foreach (var (name, function) in timers)
        {
            var timer = ActivatorUtilities.CreateInstance(deployment.Get<IServiceProvider>(), function.DeclaringType!);
            // The first run may have work to do: a snapshot, a new walk.
            await RunAsync(timer, function);
            wire.Requests.Clear();

            await RunAsync(timer, function);

            var documented = s_documented[name]!.AsObject().Sum(kind => kind.Value!.GetValue<double>());
            output.WriteLine($"{name}: {wire.Requests.Count} of {documented}\n{wire}");
            Assert.True(wire.Requests.Count <= documented, $"{name} asks for more than {documented}:\n{wire}");
        }
    }

    private static Dictionary<string, MethodInfo> Timers() =>
        typeof(HookworkServices)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method =>
                method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TimerTriggerAttribute)))
            )
            .ToDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

    private static Task RunAsync(object timer, MethodInfo function) =>
        (Task)function.Invoke(timer, [new TimerInfo(), CancellationToken.None])!;
}

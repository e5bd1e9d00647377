using System.Reflection;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Infra;

/// <summary>Every container, queue and table of the app is declared, and no other.</summary>
public sealed class StorageNamesTests
{
    private static readonly ArchiveStorage Storage = new(StorageConnection.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build()));

    [Fact]
    public async Task Every_table_is_declared() =>
        Assert.Equal(Clients<TableClient>(client => client.Name), (await DeclaredAsync("tableNames")).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_container_is_declared()
    {
        var declared = await DeclaredAsync("containers");

        // The package that is deployed has one of its own.
        Assert.Equal(Clients<BlobContainerClient>(client => client.Name).Append("packages").Order(StringComparer.Ordinal), [.. declared.Concat(await DeclaredAsync("packages")).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task Every_queue_is_declared_with_its_poison()
    {
        var triggers = await DeclaredAsync("triggerQueues");
        var poison = Assert.Single(await DeclaredAsync("poisonQueues"));

        Assert.Equal(TriggerQueues(), triggers.Order(StringComparer.Ordinal));
        Assert.Equal("${queue}-poison", poison);
        Assert.Empty(Clients<QueueClient>(client => client.Name).Except(triggers).Except(triggers.Select(queue => poison.Replace("${queue}", queue, StringComparison.Ordinal))));
    }

    private static async Task<IReadOnlyList<string>> DeclaredAsync(string variable) => (await Bicep.FileAsync("storage.bicep"))[variable].Strings;

    private static IReadOnlyList<string> Clients<T>(Func<T, string> name) =>
        [.. typeof(ArchiveStorage).GetProperties().Where(property => property.PropertyType == typeof(T)).Select(property => name((T)property.GetValue(Storage)!)).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> TriggerQueues() =>
    [
        .. typeof(ArchiveStorage).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()).OfType<QueueTriggerAttribute>().Select(trigger => trigger.QueueName)
            .Order(StringComparer.Ordinal),
    ];
}

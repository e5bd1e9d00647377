using System.Reflection;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Infra;

/// <summary>Exactly the app's containers, queues and tables are declared.</summary>
[Collection(Deployment.Collection)]
public sealed class StorageNamesTests(Deployment deployment)
{
    private static readonly ArchiveStorage Storage = new(
        StorageConnection.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")])
                .Build()
        )
    );

    [BicepFact]
    public void Every_table_is_declared() =>
        Assert.Equal(
            Clients<TableClient>(client => client.Name),
            deployment.NamesOf("Microsoft.Storage/storageAccounts/tableServices/tables")
        );

    [Fact]
    public void Every_table_is_on_the_page_of_the_archive()
    {
        var page = File.ReadAllText(Repository.Path("docs", "archive.md"));

        Assert.All(
            Clients<TableClient>(client => client.Name),
            table => Assert.Contains($"`{table}`", page, StringComparison.Ordinal)
        );
    }

    /// <summary>The deployment package has a separate container.</summary>
    [BicepFact]
    public void Every_container_is_declared() =>
        Assert.Equal(
            Clients<BlobContainerClient>(client => client.Name).Append("packages").Order(StringComparer.Ordinal),
            deployment.NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers")
        );

    [BicepFact]
    public void Every_queue_is_declared_with_its_poison()
    {
        var declared = deployment.NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues");

        Assert.Equal(
            TriggerQueues().SelectMany(queue => (string[])[queue, $"{queue}-poison"]).Order(StringComparer.Ordinal),
            declared
        );
        Assert.Empty(Clients<QueueClient>(client => client.Name).Except(declared));
    }

    private static IReadOnlyList<string> Clients<T>(Func<T, string> name) =>
        [
            .. typeof(ArchiveStorage)
                .GetProperties()
                .Where(property => property.PropertyType == typeof(T))
                .Select(property => name((T)property.GetValue(Storage)!))
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<string> TriggerQueues() =>
        [
            .. typeof(ArchiveStorage)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                .SelectMany(method => method.GetParameters())
                .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>())
                .OfType<QueueTriggerAttribute>()
                .Select(trigger => trigger.QueueName)
                .Order(StringComparer.Ordinal),
        ];
}

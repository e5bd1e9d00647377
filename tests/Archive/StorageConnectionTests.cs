using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Status;
using Hookwork.Input;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Archive;

/// <summary>
/// Connections to a storage account. Azurite checks a token's times, issuer and audience, but not its signature.
/// </summary>
public sealed class StorageConnectionTests(HttpsAzurite storage) : IClassFixture<HttpsAzurite>
{
    private const int Events = 13;

    [Fact]
    public async Task An_identity_archives_and_delivers_what_a_connection_string_does()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var keyed = await Deployment.StartAsync(patchwork.Url, settings: Hooks.Local);
        var identity = new FixedIdentity();

        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            storage.Azurite.ConnectionString,
            settings: Hooks.Local,
            configure: services => services.AddSingleton(Connect(identity))
        );

        Assert.Equal(await DeliveredAsync(keyed), await DeliveredAsync(deployment));
        var counts = await deployment.Get<Progress>().CountAsync(default);
        Assert.Equal(Events, counts.Events);
        Assert.Equal(await keyed.Get<Progress>().CountAsync(default), counts);
        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes.Distinct());
        // The account key reads what the identity wrote: it is the same account.
        var mbox = new BlobServiceClient(
            storage.Azurite.ConnectionString,
            new BlobClientOptions { Transport = storage.Transport }
        )
            .GetBlobContainerClient("mboxes")
            .GetBlobClient("14/patches/2170003.mbox");
        Assert.StartsWith(
            "From ",
            (await mbox.DownloadContentAsync()).Value.Content.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://vault.azure.net", 60)]
    [InlineData("https://storage.azure.com", -60)]
    public async Task An_identity_that_storage_refuses_stops_the_start(string audience, int minutes)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var identity = new FixedIdentity { Audience = audience, Life = TimeSpan.FromMinutes(minutes) };

        var exception = await Assert.ThrowsAsync<SettingsException>(() =>
            Deployment.StartAsync(
                patchwork.Url,
                storage.Azurite.ConnectionString,
                configure: services => services.AddSingleton(Connect(identity))
            )
        );

        Assert.StartsWith(
            "AzureWebJobsStorage names an account that refuses its key or identity",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_token_for_the_identity_the_start_ends_with_one_sentence()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);

        var exception = await Assert.ThrowsAsync<SettingsException>(() =>
            Deployment.StartAsync(
                patchwork.Url,
                storage.Azurite.ConnectionString,
                configure: services => services.AddSingleton(Connect(new NoIdentity()))
            )
        );

        Assert.Contains("AzureWebJobsStorage__clientId", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("(No identity is found).", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_connection()
    {
        var connection = StorageConnection.FromIdentity(
            storage.Azurite.BlobUri,
            storage.Azurite.QueueUri,
            storage.Azurite.TableUri,
            new FixedIdentity(),
            options => options.Retry.MaxRetries = 0
        );

        await Assert.ThrowsAnyAsync<RequestFailedException>(async () =>
            await connection.Tables.GetTableClient("Patches").CreateIfNotExistsAsync()
        );
        await Assert.ThrowsAnyAsync<RequestFailedException>(async () =>
            await connection.Blobs.GetBlobContainerClient("mboxes").CreateIfNotExistsAsync()
        );
        await Assert.ThrowsAnyAsync<RequestFailedException>(async () =>
            await connection.Queues.GetQueueClient("refresh").CreateIfNotExistsAsync()
        );
    }

    [Theory]
    [InlineData("Storage", "nonsense", "Storage is not a valid connection string of a storage account: give ")]
    [InlineData("Storage", " ", "Storage is not set: give ")]
    [InlineData("Storage:clientId", "5f0c", "Storage is not set: give ")]
    [InlineData("Storage:accountName", "no/where", "Storage__accountName is 'no/where': give the account's name")]
    [InlineData(
        "Storage:blobServiceUri",
        "http://blobs.example",
        "Storage__blobServiceUri is 'http://blobs.example': give "
    )]
    public void A_setting_that_is_wrong_is_named_in_one_sentence(string setting, string value, string sentence)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        var exception = Assert.Throws<SettingsException>(() => StorageConnection.Read(settings, "Storage"));

        Assert.StartsWith(sentence, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void An_identity_finds_each_service_below_the_account_or_where_it_is_said_to_be()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Storage:accountName", "hookwork"),
                new("Storage:queueServiceUri", "https://queues.example/"),
            ])
            .Build();

        var connection = StorageConnection.Read(settings, "Storage");

        Assert.Equal("https://hookwork.blob.core.windows.net/", connection.Blobs.Uri.AbsoluteUri);
        Assert.Equal("https://queues.example/", connection.Queues.Uri.AbsoluteUri);
        Assert.Equal("https://hookwork.table.core.windows.net/", connection.Tables.Uri.AbsoluteUri);
    }

    private StorageConnection Connect(TokenCredential identity) =>
        StorageConnection.FromIdentity(
            storage.Azurite.BlobUri,
            storage.Azurite.QueueUri,
            storage.Azurite.TableUri,
            identity,
            options => options.Transport = storage.Transport
        );

    private static async Task<IReadOnlyList<string>> DeliveredAsync(Deployment deployment)
    {
        await using var target = await Target.StartAsync();
        var hooks = new Hooks(deployment);
        await hooks.SubscribeAsync(target.Url);
        await hooks.RunAsync();
        return [.. target.Messages.Order(StringComparer.Ordinal)];
    }

    /// <summary>Issues none, as on a machine without an identity.</summary>
    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("No identity is found.\n- It was asked for here.");

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Issues a token like those of Entra ID.</summary>
    private sealed class FixedIdentity : TokenCredential
    {
        public string Audience { get; init; } = "https://storage.azure.com";

        public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            lock (Scopes)
                Scopes.AddRange(requestContext.Scopes);
            var now = DateTimeOffset.UtcNow;
            var claims = new Dictionary<string, object>
            {
                ["aud"] = Audience,
                ["iss"] = "https://sts.windows.net/00000000-0000-0000-0000-000000000000/",
                ["iat"] = now.AddHours(-2).ToUnixTimeSeconds(),
                ["nbf"] = now.AddHours(-2).ToUnixTimeSeconds(),
                ["exp"] = (now + Life).ToUnixTimeSeconds(),
            };
            var token = string.Join(
                '.',
                Part("""{"alg":"RS256","typ":"JWT"}"""),
                Part(JsonSerializer.Serialize(claims)),
                Part("unsigned")
            );
            // The client must not see that the token has expired; storage must reject it.
            return new AccessToken(token, now.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(GetToken(requestContext, cancellationToken));

        private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}

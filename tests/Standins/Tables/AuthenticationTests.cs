using System.Net;
using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class AuthenticationTests
{
    private static readonly Uri s_endpoint = new("https://account.table.core.windows.net");

    [Fact]
    public async Task Signs_with_a_key_given_apart()
    {
        var connected = await TestTable.CreateAsync();
        var settings = (await TestAzurite.ConnectionStringAsync()).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var credential = new TableSharedKeyCredential(settings["AccountName"], settings["AccountKey"]);

        var table = new TableClient(new Uri(settings["TableEndpoint"]), connected.Name, credential);
        await table.AddEntityAsync(new TableEntity("p", "it's"));

        Assert.Equal(connected.Uri, table.Uri);
        Assert.Equal(connected.AccountName, table.AccountName);
        Assert.Single(await connected.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_wrong_key_is_refused_until_it_is_set_right()
    {
        var connected = await TestTable.CreateAsync();
        var key = (await TestAzurite.ConnectionStringAsync()).Split(';').First(pair => pair.StartsWith("AccountKey=", StringComparison.Ordinal))[11..];
        var credential = new TableSharedKeyCredential(connected.AccountName, Convert.ToBase64String(new byte[64]));
        var endpoint = new Uri(connected.Uri.AbsoluteUri[..^(connected.Name.Length + 1)]);
        var table = new TableClient(endpoint, connected.Name, credential, new TableClientOptions());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));
        Assert.Equal(403, failure.Status);

        credential.SetAccountKey(key);
        Assert.Equal(204, (await table.AddEntityAsync(new TableEntity("p", "r"))).Status);
    }

    [Fact]
    public async Task Sends_a_token_of_the_storage_scope()
    {
        using var service = new StubService(_ => StubService.Answer(HttpStatusCode.NoContent));
        var credential = new FixedToken();
        var table = new TableClient(s_endpoint, "rows", credential, service.Options());

        await table.AddEntityAsync(new TableEntity("p", "r"));

        var request = Assert.Single(service.Requests);
        Assert.Equal("Bearer secret", request.Headers.Authorization!.ToString());
        Assert.Equal("https://account.table.core.windows.net/rows", request.RequestUri!.GetLeftPart(UriPartial.Path));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        Assert.Equal("account", table.AccountName);
    }

    [Fact]
    public async Task Sends_no_token_over_plain_http()
    {
        using var service = new StubService(_ => StubService.Answer(HttpStatusCode.NoContent));
        var account = new TableServiceClient(new Uri("http://account.table.core.windows.net"), new FixedToken(), service.Options());

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => account.GetTableClient("rows").AddEntityAsync(new TableEntity("p", "r")));

        Assert.Empty(service.Requests);
    }

    private sealed class FixedToken : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("secret", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}

using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class ConnectionTests
{
    private const string Key = "AccountKey=c2VjcmV0";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1/rows")]
    [InlineData(
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite",
        "devstoreaccount1",
        "http://azurite:10002/devstoreaccount1/rows")]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=acme;" + Key + ";EndpointSuffix=core.windows.net",
        "acme",
        "https://acme.table.core.windows.net/rows")]
    [InlineData(
        "AccountName=acme;" + Key + ";EndpointSuffix=core.usgovcloudapi.net;",
        "acme",
        "https://acme.table.core.usgovcloudapi.net/rows")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=acme;" + Key + ";TableEndpoint=http://127.0.0.1:4711/acme;",
        "acme",
        "http://127.0.0.1:4711/acme/rows")]
    public void Reads_connection_strings(string connectionString, string account, string address)
    {
        var table = new TableClient(connectionString, "rows");

        Assert.Equal(account, table.AccountName);
        Assert.Equal(address, table.Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("AccountName=acme;EndpointSuffix=core.windows.net")]
    [InlineData(Key + ";TableEndpoint=http://127.0.0.1:4711/acme")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Refuses_connection_strings_without_an_account(string connectionString)
    {
        var failure = Record.Exception(() => new TableClient(connectionString, "rows"));

        Assert.True(failure is ArgumentException or InvalidOperationException or FormatException, $"{failure}");
    }

    [Theory]
    [InlineData("https://acme.table.core.windows.net", "acme", "https://acme.table.core.windows.net/rows")]
    [InlineData("https://acme.table.core.windows.net/rows", "acme", "https://acme.table.core.windows.net/rows")]
    [InlineData("http://127.0.0.1:10002/acme", "acme", "http://127.0.0.1:10002/acme/rows")]
    [InlineData("http://127.0.0.1:10002/acme/rows", "acme", "http://127.0.0.1:10002/acme/rows")]
    public void Knows_the_account_and_table_of_an_address(string endpoint, string account, string address)
    {
        var table = new TableClient(new Uri(endpoint), "rows", new TableSharedKeyCredential("acme", "c2VjcmV0"));

        Assert.Equal(account, table.AccountName);
        Assert.Equal(address, table.Uri.AbsoluteUri);
    }

    [Fact]
    public void A_table_may_have_its_accounts_name()
    {
        var table = new TableClient("AccountName=acme;" + Key + ";TableEndpoint=http://127.0.0.1:4711/acme", "acme");

        Assert.Equal("http://127.0.0.1:4711/acme/acme", table.Uri.AbsoluteUri);
    }
}

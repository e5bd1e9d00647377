using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hookwork.Tests.Standins.Tables;

public sealed class FailureTests
{
    private static readonly Uri s_endpoint = new("https://account.table.core.windows.net");

    private static readonly TableSharedKeyCredential s_credential = new("account", "c2VjcmV0");

    [Fact]
    public async Task A_busy_service_is_asked_again_with_the_same_body()
    {
        using var service = new StubService(attempt => StubService.Answer(
            attempt < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NoContent));
        var table = new TableClient(s_endpoint, "rows", s_credential, service.Options(retries: 3));

        var response = await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Text"] = new string('x', 30_000) });

        Assert.Equal(204, response.Status);
        Assert.Equal(3, service.Requests.Count);
        Assert.Single(service.Bodies.Distinct());
        Assert.All(service.Requests, request => Assert.True(request.Headers.Contains("x-ms-date")));
    }

    [Fact]
    public async Task The_last_failure_is_told_when_retries_run_out()
    {
        using var service = new StubService(_ => StubService.Answer(
            HttpStatusCode.InternalServerError,
            """{"odata.error":{"code":"OperationTimedOut","message":{"lang":"en-US","value":"Took too long."}}}"""));
        var table = new TableClient(s_endpoint, "rows", s_credential, service.Options(retries: 1));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(2, service.Requests.Count);
        Assert.Equal(500, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.OperationTimedOut);
        Assert.Contains("Took too long.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>TableNotFound</code><message xml:lang="en-US">No such table.</message></error>""",
        "application/xml",
        "TableNotFound")]
    [InlineData("""{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"No such table."}}}""", "application/json", "TableNotFound")]
    [InlineData("<html>no gateway", "text/html", null)]
    [InlineData("{\"odata.error\":", "application/json", null)]
    [InlineData("", "application/json", null)]
    public async Task Reads_the_code_of_an_error(string body, string type, string? code)
    {
        using var service = new StubService(_ => StubService.Answer(HttpStatusCode.NotFound, body, type));
        var table = new TableClient(s_endpoint, "rows", s_credential, service.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(404, failure.Status);
        Assert.Equal(code, failure.ErrorCode);
    }

    [Fact]
    public async Task A_table_that_is_being_deleted_cannot_be_created()
    {
        using var service = new StubService(_ => StubService.Answer(
            HttpStatusCode.Conflict, """{"odata.error":{"code":"TableBeingDeleted","message":{"value":"Wait."}}}"""));
        var table = new TableClient(s_endpoint, "rows", s_credential, service.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateIfNotExistsAsync());

        Assert.True(failure.ErrorCode == TableErrorCode.TableBeingDeleted);
    }

    [Fact]
    public async Task Added_policies_and_the_chosen_version_take_part()
    {
        using var service = new StubService(_ => StubService.Answer(HttpStatusCode.NoContent));
        var options = new TableClientOptions(TableClientOptions.ServiceVersion.V2019_02_02) { Transport = service.Options().Transport };
        options.AddPolicy(new Mark(), HttpPipelinePosition.PerCall);
        var table = new TableClient(s_endpoint, "rows", s_credential, options);

        await table.DeleteEntityAsync("p", "r");

        var request = Assert.Single(service.Requests);
        Assert.Equal(["here"], request.Headers.GetValues("x-mark"));
        Assert.Equal(["2019-02-02"], request.Headers.GetValues("x-ms-version"));
        Assert.StartsWith("SharedKeyLite account:", request.Headers.Authorization!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Error_codes_compare_with_text()
    {
        Assert.True(TableErrorCode.EntityAlreadyExists == "EntityAlreadyExists");
        Assert.True("TableNotFound" != TableErrorCode.EntityAlreadyExists);
        Assert.Equal("ResourceNotFound", TableErrorCode.ResourceNotFound.ToString());
        Assert.True(new TableErrorCode("Custom").Equals("Custom"));
    }

    private sealed class Mark : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.Add("x-mark", "here");
    }
}

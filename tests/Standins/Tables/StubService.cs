using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

/// <summary>A service that answers as the test says, and remembers what it was asked.</summary>
internal sealed class StubService(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>The body of each request, as text.</summary>
    public List<string> Bodies { get; } = [];

    public TableClientOptions Options(int retries = 0)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(this)) };
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string? body = null, string type = "application/json")
    {
        var response = new HttpResponseMessage(status);
        if (body is not null)
            response.Content = new StringContent(body, System.Text.Encoding.UTF8, type);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Requests.Add(request);
        return answer(Requests.Count);
    }
}

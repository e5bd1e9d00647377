using System.Net;
using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkWriterTests
{
    [Fact]
    public async Task An_answer_to_a_write_that_is_larger_than_any_is_not_read() =>
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() =>
            SendAsync(
                new HttpResponseMessage
                {
                    Content = new ByteArrayContent([]) { Headers = { ContentLength = 100 << 20 } },
                }
            )
        );

    [Theory]
    [InlineData("https://patchwork.example.org/api/patches/1/")]
    [InlineData("http://www.patchwork.example.org/")]
    public async Task A_redirect_to_another_address_of_the_server_names_the_setting(string location)
    {
        var moved = await Assert.ThrowsAsync<UpstreamErrorException>(() => SendAsync(RedirectTo(location)));

        Assert.Contains("Patchwork__Url", moved.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/patches/1/")]
    [InlineData("http://patchwork.example.org/api/patches/1/")]
    public async Task A_redirect_on_the_server_is_the_callers(string location)
    {
        var answer = await SendAsync(RedirectTo(location));

        Assert.Equal(301, answer.Status);
        Assert.Equal(location, answer.Headers.Single(header => header.Key == "Location").Value);
    }

    private static HttpResponseMessage RedirectTo(string location)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.MovedPermanently);
        answer.Headers.TryAddWithoutValidation("Location", location);
        return answer;
    }

    private static async Task<WriteAnswer> SendAsync(HttpResponseMessage answer)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Patchwork:Url", "http://patchwork.example.org/")])
            .Build();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPatchwork(settings);
        services.AddHttpClient(PatchworkWriter.ClientName).AddHttpMessageHandler(() => new AnsweringHandler(answer));
        await using var provider = services.BuildServiceProvider();
        return await provider
            .GetRequiredService<PatchworkWriter>()
            .SendAsync(new WriteRequest(HttpMethod.Patch, "api/patches/1/", [], null, null, null), default);
    }

    private sealed class AnsweringHandler(HttpResponseMessage answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            answer.RequestMessage = request;
            return Task.FromResult(answer);
        }
    }
}

using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkWriterTests
{
    [Fact]
    public async Task An_answer_to_a_write_that_is_larger_than_any_is_not_read()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Patchwork:Url", "http://patchwork.example.org/")])
            .Build();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPatchwork(settings);
        services.AddHttpClient(PatchworkWriter.ClientName).AddHttpMessageHandler(() => new LargeHandler());
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<UpstreamUnavailableException>(() =>
            provider
                .GetRequiredService<PatchworkWriter>()
                .SendAsync(new WriteRequest(HttpMethod.Patch, "api/patches/1/", [], null, null, null), default)
        );
    }

    private sealed class LargeHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    RequestMessage = request,
                    Content = new ByteArrayContent([]) { Headers = { ContentLength = 100 << 20 } },
                }
            );
    }
}

using Hookwork.Archive.Resources;
using Hookwork.Search;
using Hookwork.Tests.Api;
using Hookwork.Tests.Site;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Tests.Search;

/// <summary>The addresses of the pages before and after a page of hits.</summary>
[Collection(ServedArchive.Collection)]
public sealed class SearchAddressTests(ServedArchive archive)
{
    [Theory]
    [InlineData("?q=x&o=9900&l=100", "/search?q=x&l=100&o=10000")]
    [InlineData("?q=x&o=9901&l=100", null)]
    [InlineData("?q=x&o=100&l=1000", "/search?q=x&l=1000&o=350")]
    [InlineData("?q=x&o=-9900&l=100", "/search?q=x&l=100&o=-10000")]
    [InlineData("?q=x&o=-9901&l=100", null)]
    [InlineData("?q=x&page=99&per_page=100", "/search?q=x&per_page=100&page=100")]
    [InlineData("?q=x&page=100&per_page=100", null)]
    public void A_next_page_that_would_be_refused_is_not_offered(string asked, string? next)
    {
        var (address, request) = Read(asked);
        var many = new ProjectTotal(new ProjectName(1, "qemu-devel", ""), 20_000);

        Assert.Equal(next, address.Next(new SearchResult(request, [many], [], TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("?q=x&o=100&l=25", "/search?q=x&l=25&o=75")]
    [InlineData("?q=x&o=10&l=25", "/search?q=x&l=25&o=0")]
    [InlineData("?q=x&o=0&l=25", null)]
    [InlineData("?q=x&o=-26&l=25", "/search?q=x&l=25&o=-1")]
    [InlineData("?q=x&o=-10&l=25", "/search?q=x&l=25&o=-1")]
    [InlineData("?q=x&o=-1&l=25", null)]
    [InlineData("?q=x&page=3", "/search?q=x&page=2")]
    [InlineData("?q=x", null)]
    public void The_page_before_ends_where_this_one_begins(string asked, string? previous) =>
        Assert.Equal(previous, Read(asked).Address.Previous());

    [Theory]
    [InlineData("o=5&l=5", "Newer", "Older")]
    [InlineData("o=-6&l=5", "Older", "Newer")]
    [InlineData("page=2&order=relevance", "Better", "More")]
    public async Task The_links_to_other_pages_say_what_is_there(string parameters, string previous, string next)
    {
        var page = await archive.Client.GetPageAsync($"/search?q=virtio&format=html&{parameters}");

        Assert.Equal([previous, next], page.Texts(".paging a"));
    }

    private static (SearchAddress Address, SearchRequest Request) Read(string asked)
    {
        var http = new DefaultHttpContext().Request;
        http.Path = "/search";
        http.QueryString = new QueryString(asked);
        var request = SearchRequest.Read(http.Query, TimeProvider.System);
        return (new SearchAddress(http, request), request);
    }
}

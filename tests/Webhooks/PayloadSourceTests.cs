using Azure;
using Azure.Identity;
using Hookwork.Catalog;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Tests.Webhooks;

public sealed class PayloadSourceTests
{
    [Fact]
    public void Only_what_a_retry_does_not_mend_is_the_fault_of_a_message()
    {
        Assert.True(PayloadSource.IsLasting(new FormatException("A row is damaged.")));
        Assert.True(PayloadSource.IsLasting(new RequestFailedException(404, "A blob was deleted.")));
        Assert.True(PayloadSource.IsLasting(new CatalogNotReadyException(1)));
        Assert.True(PayloadSource.IsLasting(new CatalogNotReadyException(1, new IOException("The disk is full."))));
        var busy = new RequestFailedException(503, "Storage is busy.");
        Assert.False(PayloadSource.IsLasting(busy));
        Assert.False(PayloadSource.IsLasting(new CatalogNotReadyException(1, busy)));
        Assert.False(PayloadSource.IsLasting(new AuthenticationFailedException("There is no token for Storage.")));
    }
}

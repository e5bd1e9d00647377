using System.Net.Sockets;
using Hookwork.Input;

namespace Hookwork.Tests.Input;

public sealed class HostConnectionTests
{
    [Fact]
    public async Task A_host_without_an_address_is_not_found()
    {
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
            await HostConnection.OpenAsync([], 443, TimeSpan.FromSeconds(1), default)
        );

        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
    }
}

using Hookwork.SelfHost.Timers;

namespace Hookwork.Tests.SelfHost;

public sealed class LeaseHolderTests
{
    [Fact]
    public void A_process_of_another_machine_of_the_same_name_is_not_taken_for_gone()
    {
        // Other systems do not tell such machines apart.
        if (!OperatingSystem.IsLinux())
            return;
        var machine = LeaseHolder.Current.Split(' ')[0];
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var other = machine.Replace(boot, $"{Guid.Empty}", StringComparison.Ordinal);

        Assert.True(LeaseHolder.IsGone($"{machine} {int.MaxValue} 1"));
        Assert.False(LeaseHolder.IsGone($"{other} {int.MaxValue} 1"));
        Assert.False(LeaseHolder.IsGone(LeaseHolder.Current));
    }
}

using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Files;

namespace Hookwork.Tests.Catalog;

public sealed class ShownJsonTests
{
    [Fact]
    public void Reads_back_what_it_packed() =>
        Prop.ForAll<byte[]>(json => ShownJson.Sample.Unpack(ShownJson.Sample.Pack(json)).AsSpan().SequenceEqual(json))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Packs_a_listed_patch_to_a_third()
    {
        var json =
            """{"id":2216659,"url":"/api/patches/2216659/","web_url":"/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/","project":14,"msgid":"<20260327025228.474257-5-zhenzhong.duan@intel.com>","list_archive_url":null,"date":"2026-03-27T02:52:26","name":"[4/5] intel_iommu_accel: Accept PRQ response for passthrough device","commit_ref":null,"pull_url":null,"state":"new","archived":false,"hash":"c79b63ea325abb344f72d007a6b350ea6e26490e","submitter":81636,"delegate":null,"mbox":"/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/mbox/","series":[497680],"comments":"/api/patches/2216659/comments/","check":"pending","checks":"/api/patches/2216659/checks/","tags":{},"related":[]}"""u8;
        Assert.InRange(ShownJson.Sample.Pack(json).Length, 1, json.Length / 3);
    }
}

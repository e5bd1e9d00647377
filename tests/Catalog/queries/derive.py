"""Writes expected.json: the expected results of each query, by an equivalent condition in Python. See README.md."""
import json
import pathlib
import re
from datetime import datetime, timezone

from mails import has, mails

Q = []


def query(text, condition, project=None):
    Q.append((text, project, condition))


def day(text):
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=timezone.utc)


def path(mail, pattern):
    return any(re.match(pattern, file, re.IGNORECASE) for file in mail.files)


def starts(blobs, *prefixes):
    return any(blob.startswith(prefixes) for blob in blobs)


def is_patch(mail):
    return mail.kind == "patch"


# Words and phrases, anywhere in a mail.
query("dmabuf PATCH udmabuf", lambda m: all(has(m.everything, word) for word in ("dmabuf", "patch", "udmabuf")))
query("vhost_backend_update_device_iotlb", lambda m: has(m.everything, "vhost backend update device iotlb"))
query("vhost_handle_iotlb_msg", lambda m: has(m.everything, "vhost handle iotlb msg"))
query("CONFIG_VIRTIO_GPU_VFIO_BLOB", lambda m: has(m.everything, "config virtio gpu vfio blob"))
query("virtio_gpu_vfio", lambda m: has(m.everything, "virtio gpu vfio"))
query("VTDPRQEntry", lambda m: has(m.everything, "vtdprqentry"))
query("vtdprq*", lambda m: has(m.everything, "vtdprq*"))
query("\"argument list too long\"", lambda m: has(m.everything, "argument list too long"))
query("\"list argument\"", lambda m: has(m.everything, "list argument"))
query("\"legacy vfio back\"*", lambda m: has(m.everything, "legacy vfio back*"))
query("\"legacy vfio back*\"", lambda m: has(m.everything, "legacy vfio back"))
query("0x561bbbd92d90", lambda m: has(m.everything, "0x561bbbd92d90"))
query("memory_region_notify_iommu_one", lambda m: has(m.everything, "memory region notify iommu one"))
query("\"bounds check\" \"slave channel\"", lambda m: has(m.everything, "bounds check") and has(m.everything, "slave channel"), "uboot")

# OR, NOT, minus, parentheses.
query("s:dmabuf OR s:udmabuf is:cover", lambda m: has(m.subject, "dmabuf") or has(m.subject, "udmabuf") and m.kind == "cover")
query("is:cover (s:qapi OR s:nvme)", lambda m: m.kind == "cover" and (has(m.subject, "qapi") or has(m.subject, "nvme")))
query("is:patch s:leak NOT s:vhost", lambda m: is_patch(m) and has(m.subject, "leak") and not has(m.subject, "vhost"))
query("is:patch s:leak -s:vhost -s:\"rx ring\"", lambda m: is_patch(m) and has(m.subject, "leak") and not has(m.subject, "vhost") and not has(m.subject, "rx ring"))
query("is:patch NOT (s:a OR s:of OR s:in OR s:for OR s:with OR s:from)", lambda m: is_patch(m) and not any(has(m.subject, word) for word in ("a", "of", "in", "for", "with", "from")))
query("s:(leak race) is:patch", lambda m: is_patch(m) and has(m.subject, "leak") and has(m.subject, "race"))
query("s:(nvme OR qapi) f:(priya OR yuki)", lambda m: (has(m.subject, "nvme") or has(m.subject, "qapi")) and (has(m.sender, "priya") or has(m.sender, "yuki")))

# Subjects.
query("s:\"zone reset\"", lambda m: has(m.subject, "zone reset"))
query("s:intel_iommu is:cover", lambda m: has(m.subject, "intel iommu") and m.kind == "cover")
query("s:RESEND is:patch", lambda m: has(m.subject, "resend") and is_patch(m))
query("s:\"for-11.0\" is:patch", lambda m: has(m.subject, "for 11 0") and is_patch(m))
query("s:\"attach/detach_hwpt\"", lambda m: has(m.subject, "attach detach hwpt"))
query("s:onerror", lambda m: has(m.subject, "onerror"))
query("s:valid* is:cover", lambda m: has(m.subject, "valid*") and m.kind == "cover")
query("s:re is:patch", lambda m: has(m.subject, "re") and is_patch(m))

# People, with and without accents.
query("f:vsementsov@yandex-team.ru", lambda m: has(m.sender, "vsementsov yandex team ru"))
query("f:\"Duan Zhenzhong\"", lambda m: has(m.sender, "duan zhenzhong"))
query("f:\"Zhenzhong Duan\"", lambda m: has(m.sender, "zhenzhong duan"))
query("f:Kővári is:cover", lambda m: has(m.sender, "kovari") and m.kind == "cover")
query("f:kovari is:cover", lambda m: has(m.sender, "kovari") and m.kind == "cover")
query("f:lefevre is:patch", lambda m: has(m.sender, "lefevre") and is_patch(m))
query("f:LEFÈVRE is:patch", lambda m: has(m.sender, "lefevre") and is_patch(m))
query("f:晓明 is:cover", lambda m: has(m.sender, "晓 明") and m.kind == "cover")
query("f:陈 is:comment", lambda m: has(m.sender, "陈") and m.kind == "comment")
query("f:o'malley is:comment s:nbd", lambda m: has(m.sender, "o malley") and m.kind == "comment" and has(m.subject, "nbd"))
query("f:mallory@evil.example", lambda m: has(m.sender, "mallory evil example"))
query("f:mallory", lambda m: has(m.sender, "mallory"))
query("t:mst@redhat.com", lambda m: has(m.to, "mst redhat com"))
query("c:yandex-team.ru", lambda m: has(m.cc, "yandex team ru"))
query("c:mathieu--drif", lambda m: has(m.cc, "mathieu drif"))
query("c:\"Cédric Le Goater\"", lambda m: has(m.cc, "cedric le goater"))
query("c:lureau", lambda m: has(m.cc, "lureau"))
query("c:bennée", lambda m: has(m.cc, "bennee"))
query("tc:clg@redhat.com", lambda m: has(m.to, "clg redhat com") or has(m.cc, "clg redhat com"))
query("t:clg@redhat.com", lambda m: has(m.to, "clg redhat com"))
query("a:sgarzare", lambda m: has(m.sender + m.to + m.cc, "sgarzare"))
query("c:\"shazbot.org clg\"", lambda m: has(m.cc, "shazbot org clg"))

# Own and quoted text, and the whole body.
query("nq:\"looks good to me\" is:comment s:gtk", lambda m: has(m.own + m.diff, "looks good to me") and m.kind == "comment" and has(m.subject, "gtk"))
query("q:\"looks good to me\"", lambda m: has(m.quoted, "looks good to me"))
query("q:\"no functional change\" s:qapi", lambda m: has(m.quoted, "no functional change") and has(m.subject, "qapi"))
query("nq:\"no functional change\" s:qapi", lambda m: has(m.own + m.diff, "no functional change") and has(m.subject, "qapi"))
query("q:vector is:comment", lambda m: has(m.quoted, "vector") and m.kind == "comment")
query("nq:vector is:comment", lambda m: has(m.own + m.diff, "vector") and m.kind == "comment")
query("q:\"Sean O'Malley wrote\" s:nbd", lambda m: has(m.quoted, "sean o malley wrote") and has(m.subject, "nbd"))
query("b:\"please see the attached patch\"", lambda m: has(m.body, "please see the attached patch"))
query("b:stalé", lambda m: has(m.body, "stale") and True, "uboot")
query("b:\"stalé\" s:target", lambda m: has(m.body, "stale") and has(m.subject, "target"))
query("b:\"address review of patch 1\" is:cover s:gtk", lambda m: has(m.body, "address review of patch 1") and m.kind == "cover" and has(m.subject, "gtk"))
query("bs:udmabuf", lambda m: has(m.body + m.subject, "udmabuf"))
query("bs:multifd is:cover", lambda m: has(m.body + m.subject, "multifd") and m.kind == "cover")
query("b:alert", lambda m: has(m.body, "alert"))
query("b:\"陈 晓明\" is:cover", lambda m: has(m.body, "陈 晓 明") and m.kind == "cover")
query("nq:\"signed off by Giovannio\" OR nq:Giovannio", lambda m: has(m.own + m.diff, "giovannio"))

# Mails in base64, quoted-printable, ISO-8859-1, with the patch attached, and in two alternatives.
query("s:\"rx ring (5)\" b:\"step 5 of 5\"", lambda m: has(m.subject, "rx ring 5") and has(m.body, "step 5 of 5"))
query("s:\"slave channel (7)\" b:\"step 2 of 5\" is:patch", lambda m: has(m.subject, "slave channel 7") and has(m.body, "step 2 of 5") and is_patch(m))
query("s:\"slave channel (11)\" nq:\"stale state\"", lambda m: has(m.subject, "slave channel 11") and has(m.own + m.diff, "stale state"))
query("s:\"attach the patch\" dfn:hw/net/e1000.c", lambda m: has(m.subject, "attach the patch") and has(m.files, "hw net e1000 c"))
query("dfhh:e1000_step_6_init s:attach", lambda m: has(m.hunks, "e1000 step 6 init") and has(m.subject, "attach"))
query("is:comment b:\"I do not think this is right\"", lambda m: m.kind == "comment" and has(m.body, "i do not think this is right"))

# The diff.
query("dfn:hw/virtio/vhost.c", lambda m: has(m.files, "hw virtio vhost c"))
query("dfn:vhost-backend", lambda m: has(m.files, "vhost backend"))
query("dfn:include/hw/virtio/*.h", lambda m: path(m, r"(.*/)?include/hw/virtio/.*\.h$"))
query("dfn:hw/virtio/*.h", lambda m: path(m, r"(.*/)?hw/virtio/.*\.h$"))
query("dfn:/hw/virtio/*.h", lambda m: path(m, r"hw/virtio/.*\.h$"))
query("dfn:docs/", lambda m: path(m, r"(.*/)?docs/."))
query("dfn:/docs/net.rst", lambda m: path(m, r"docs/net\.rst$"))
query("dfn:docs/system/net.rst", lambda m: has(m.files, "docs system net rst"))
query("dfn:/include/", lambda m: path(m, r"include/."))
query("dfn:qapi*stub.c", lambda m: path(m, r"(.*/)?qapi.*stub\.c$"))
query("dfn:*/Kconfig", lambda m: path(m, r".*/Kconfig$"))
query("dfn:trace-events", lambda m: has(m.files, "trace events"))
query("dfn:migration_core.c", lambda m: has(m.files, "migration core c"))
query("dfb:IOMMU_NO_PASID", lambda m: has(m.added, "iommu no pasid"))
query("dfa:vhost_backend_handle_iotlb_msg", lambda m: has(m.removed, "vhost backend handle iotlb msg"))
query("dfb:vhost_backend_handle_iotlb_msg", lambda m: has(m.added, "vhost backend handle iotlb msg"))
query("dfctx:\"struct vhost_msg msg\"", lambda m: has(m.context, "struct vhost msg msg"))
query("dfctx:VIRTIO_PCI", lambda m: has(m.context, "virtio pci"))
query("dfhh:vhost_kernel_iotlb_read", lambda m: has(m.hunks, "vhost kernel iotlb read"))
query("dfhh:qtest_step_1_init", lambda m: has(m.hunks, "qtest step 1 init"))
query("dfhh:vtd* s:intel_iommu", lambda m: has(m.hunks, "vtd*") and has(m.subject, "intel iommu"))
query("dfpre:7220a3d9f4", lambda m: starts(m.before, "7220a3d9f4"))
query("dfpost:7c72", lambda m: starts(m.after, "7c72"))
query("dfpre:7c72", lambda m: starts(m.before, "7c72"))
query("dfblob:91df7f9d16", lambda m: starts(m.before + m.after, "91df7f9d16"))
query("dfpost:7c72fbaa52aabbccddeeff00112233445566778899", lambda m: "7c72fbaa52" in m.after)
query("dfblob:FEA88AFC39", lambda m: starts(m.before + m.after, "fea88afc39"))

# Message-IDs.
query("mid:attach.1@sakuravm.example", lambda m: m.msgid == "attach.1@sakuravm.example")
query("mid:<rename.1@bruyere.example>", lambda m: m.msgid == "rename.1@bruyere.example", "qemu-devel")
query("m:20260110202800.1699464*", lambda m: has([m.msgid], "20260110202800 1699464*"))
query("m:zhenzhong.duan", lambda m: has([m.msgid], "zhenzhong duan"))
query("20260327025228.474257-5-zhenzhong.duan@intel.com", lambda m: has([m.msgid], "20260327025228 474257 5 zhenzhong duan intel com"))
query("mid:20260327025228.474257-5-zhenzhong.duan@intel.com", lambda m: m.msgid == "20260327025228.474257-5-zhenzhong.duan@intel.com")
query("mid:nobody@nowhere.example", lambda m: False)

# Dates.
query("d:20260110", lambda m: m.date.date() == day("20260110").date())
query("d:2026-01-10", lambda m: m.date.date() == day("20260110").date())
query("d:20251201..20251204", lambda m: day("20251201") <= m.date < day("20251205"))
query("d:..20251202", lambda m: m.date < day("20251203"))
query("d:20260325..", lambda m: m.date >= day("20260325"))
query("d:202602 is:cover", lambda m: (m.date.year, m.date.month) == (2026, 2) and m.kind == "cover")
query("d:20260110090000", lambda m: m.date == day("20260110").replace(hour=9))
query("d:20260110090000..20260110100000", lambda m: day("20260110").replace(hour=9) <= m.date < day("20260110").replace(hour=10, second=1))
query("d:20270101..", lambda m: False)

# Patchwork's data: the patch's state, also for the comments on it.
query("state:rejected is:patch", lambda m: m.state("rejected") and is_patch(m))
query("state:rejected is:comment", lambda m: m.state("rejected") and m.kind == "comment")
query("state:changes_requested", lambda m: m.state("changes-requested"))
query("state:\"Under Review\" check:fail is:patch", lambda m: m.state("under-review") and m.patch["check"] == "fail" and is_patch(m))
query("state:superseded OR state:accepted", lambda m: m.state("superseded") or m.state("accepted"))
query("-state:new is:patch s:migration", lambda m: not m.state("new") and is_patch(m) and has(m.subject, "migration"))
query("archived:yes is:patch", lambda m: is_patch(m) and m.patch["archived"])
query("archived:no is:patch s:nvme", lambda m: is_patch(m) and not m.patch["archived"] and has(m.subject, "nvme"))
query("check:warning is:patch", lambda m: is_patch(m) and m.patch["check"] == "warning")
query("check:success is:comment d:202601", lambda m: m.kind == "comment" and m.patch is not None and m.patch["check"] == "success" and (m.date.year, m.date.month) == (2026, 1))
query("delegate:lucia is:patch", lambda m: is_patch(m) and m.delegate is not None and m.delegate["username"] == "lucia")
query("delegate:LUCIA@example.org is:comment", lambda m: m.kind == "comment" and bool(m.delegate) and m.delegate["email"] == "lucia@example.org")
query("delegate:nobody is:patch s:qtest", lambda m: is_patch(m) and m.delegate is None and has(m.subject, "qtest"))
query("delegate:amara", lambda m: bool(m.delegate) and m.delegate["username"] == "amara")
query("is:pull", lambda m: m.pull)
query("is:cover p:uboot", lambda m: m.kind == "cover" and m.project == "uboot")
query("is:cover", lambda m: m.kind == "cover", "qemu-devel")
query("p:uboot is:patch f:amara", lambda m: m.project == "uboot" and is_patch(m) and has(m.sender, "amara"))
query("series:484011", lambda m: 484011 in m.series)
query("series:484011 -is:comment", lambda m: 484011 in m.series and m.kind != "comment")
query("series:1", lambda m: False)
query("tag:tested-by", lambda m: "tested-by" in m.trailers)
query("tag:Acked-by is:comment f:amara", lambda m: "acked-by" in m.trailers and m.kind == "comment" and has(m.sender, "amara"))
query("tag:Suggested-by", lambda m: "suggested-by" in m.trailers)
query("tag:cc", lambda m: "cc" in m.trailers)
query("tag:reviewed-by is:patch", lambda m: "reviewed-by" in m.trailers and is_patch(m))
query("-tag:signed-off-by is:patch", lambda m: "signed-off-by" not in m.trailers and is_patch(m))


def main():
    everything = mails()
    table = []
    for text, project, condition in Q:
        hits = [mail for mail in everything if condition(mail) and project in (None, mail.project)]
        table.append({"query": text, "project": project, "hits": sorted(f"{mail.project} {mail.kind} {mail.id}" for mail in hits)})
    target = pathlib.Path(__file__).with_name("expected.json")
    target.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "\n]\n", encoding="utf-8")
    print(f"{len(table)} queries, {sum(not row['hits'] for row in table)} of which find nothing; the most hits are {max(len(row['hits']) for row in table)}")


if __name__ == "__main__":
    main()

using Opml.Mips.State;
using Opml.Mips.Trace;

namespace Opml.Mips.Tests.Trace;

public sealed class SnapshotListTests
{
    [Fact]
    public void Snapshots_stand_in_the_order_of_their_indices_however_they_came()
    {
        SnapshotList list = List(5, 1, 9, 3, 7);
        Assert.Equal([1ul, 3ul, 5ul, 7ul, 9ul], list.Select(snapshot => snapshot.Index));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, 3)]
    [InlineData(6, 3)]
    [InlineData(7, 7)]
    [InlineData(int.MaxValue, 9)]
    public void The_nearest_at_or_below(int index, int? found) => Assert.Equal((ulong?)found, List(9, 3, 7).AtOrBelow((ulong)index)?.Index);

    [Fact]
    public void One_index_has_one_snapshot_the_last_one_added()
    {
        SnapshotList list = List(3, 7);
        Snapshot another = At(7);
        list.Add(another);
        Assert.Equal(2, list.Count);
        Assert.Same(another, list.AtOrBelow(8));
    }

    [Fact]
    public void What_is_removed_is_found_no_more()
    {
        SnapshotList list = List(3, 7, 8, 9);
        Assert.True(list.Remove(7));
        Assert.False(list.Remove(7));
        Assert.False(list.Contains(7));
        Assert.True(list.Contains(3));
        list.RemoveAll(snapshot => snapshot.Index > 8);
        Assert.Equal([3ul, 8ul], list.Select(snapshot => snapshot.Index));
        list.Clear();
        Assert.Null(list.AtOrBelow(100));
    }

    private static SnapshotList List(params ReadOnlySpan<ulong> indices)
    {
        var list = new SnapshotList();
        foreach (ulong index in indices) list.Add(At(index));
        return list;
    }

    private static Snapshot At(ulong index) => new(index, new CpuState(), []);
}

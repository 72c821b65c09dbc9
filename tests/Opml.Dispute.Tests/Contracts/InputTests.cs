using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>The contract derives the start state itself, from the input's bytes.</summary>
public sealed class InputTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    public static TheoryData<int> Lengths => [1, 2, 27, 28, 29, .. Enumerable.Range(31, 35), 508, 3136, 16380, 16381];

    public static TheoryData<int> LengthsInPieces => [1, 27, 28, 29, 16379, 16380, 16381, 32764, 32765, 49148, 70_000, 200_001];

    [Fact]
    public async Task An_input_in_one_transaction_makes_the_start_state()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        foreach (int length in Lengths.Select(row => row.Data))
        {
            var input = Bytes(length);
            var sent = await scene.Requester.RequestAsync(scene.Model.Id(), input, scene.Model.Fee, Scene.Cancel);

            var events = scene.Contract.ReadEvents(sent.Receipt);
            Assert.Equal(input, Assert.Single(events.OfType<InputAdded>()).Piece);
            Assert.Equal(StartState(input), Assert.Single(events.OfType<RequestOpened>()).StartState);
            var info = await scene.Contract.GetRequestAsync(sent.Value, Scene.Cancel);
            Assert.Equal(
                (RequestStatus.Open, scene.Model.Id(), scene.Requester.Address, (uint)length, StartState(input)),
                (info.Status, info.ModelId, info.Requester, info.InputLength, info.StartState));
        }
    }

    [Fact]
    public async Task An_input_in_pieces_makes_the_start_state()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        foreach (int length in LengthsInPieces.Select(row => row.Data))
        {
            var input = Bytes(length);
            var id = (await scene.Requester.BeginRequestAsync(scene.Model.Id(), length, scene.Model.Fee, Scene.Cancel)).Value;
            var events = new List<OpmlEvent>();
            foreach (var piece in InputPiece.Split(input))
            {
                Assert.Equal(RequestStatus.Filling, (await scene.Contract.GetRequestAsync(id, Scene.Cancel)).Status);
                events.AddRange(scene.Contract.ReadEvents(await scene.Requester.AddInputAsync(id, piece, Scene.Cancel)));
            }

            Assert.Equal(input, events.OfType<InputAdded>().SelectMany(added => added.Piece));
            Assert.Equal(StartState(input), Assert.Single(events.OfType<RequestOpened>()).StartState);
            Assert.Equal(RequestStatus.Open, (await scene.Contract.GetRequestAsync(id, Scene.Cancel)).Status);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 24) - 3)]
    [InlineData(int.MaxValue)]
    public async Task Empty_inputs_and_those_too_long_are_refused(int length)
    {
        await using var scene = await Scene.CreateAsync(fixture);
        Assert.Equal("InputLength", await Scene.ErrorOf(() => scene.Requester.BeginRequestAsync(scene.Model.Id(), length, scene.Model.Fee, Scene.Cancel)));
        Assert.Equal("InputLength", await Scene.ErrorOf(() => scene.Requester.RequestAsync(scene.Model.Id(), default, scene.Model.Fee, Scene.Cancel)));
    }

    [Fact]
    public async Task The_longest_input_can_be_begun_and_taken_back_at_once()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var id = (await scene.Requester.BeginRequestAsync(scene.Model.Id(), Regions.MaxInput, scene.Model.Fee, Scene.Cancel)).Value;
        Assert.Equal("NotRequester", await Scene.ErrorOf(() => scene.Stranger.CancelAsync(id, Scene.Cancel)));
        await scene.Requester.CancelAsync(id, Scene.Cancel);
        Assert.Equal(new AccountInfo(scene.Model.Fee, 0), await scene.AccountOf(scene.Requester));
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => scene.Requester.AddInputAsync(id, InputPiece.Split(Bytes(16380)).First(), Scene.Cancel)));
    }

    [Fact]
    public async Task Pieces_come_in_order_whole_and_from_the_requester()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var input = Bytes(40_000);
        var pieces = InputPiece.Split(input).ToArray();
        var id = (await scene.Requester.BeginRequestAsync(scene.Model.Id(), input.Length, scene.Model.Fee, Scene.Cancel)).Value;
        Task Add(OpmlAccount by, InputPiece piece) => by.AddInputAsync(id, piece, Scene.Cancel);

        Assert.Equal("NotRequester", await Scene.ErrorOf(() => Add(scene.Stranger, pieces[0])));
        Assert.Equal("WrongPiece", await Scene.ErrorOf(() => Add(scene.Requester, pieces[1])));
        Assert.Equal("WrongPiece", await Scene.ErrorOf(() => Add(scene.Requester, pieces[0] with { Bytes = Bytes(16384) })));
        Assert.Equal("WrongPiece", await Scene.ErrorOf(() => Add(scene.Requester, pieces[0] with { Bytes = Bytes(5) })));
        await Add(scene.Requester, pieces[0]);
        Assert.Equal("WrongPiece", await Scene.ErrorOf(() => Add(scene.Requester, pieces[0])));
        await Add(scene.Requester, pieces[1]);
        Assert.Equal("WrongPiece", await Scene.ErrorOf(() => Add(scene.Requester, pieces[2] with { Bytes = Bytes(16384) })));
        await Add(scene.Requester, pieces[2]);
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => Add(scene.Requester, pieces[2])));
        Assert.Equal(StartState(input), (await scene.Contract.GetRequestAsync(id, Scene.Cancel)).StartState);
    }

    [Fact]
    public async Task Requests_side_by_side_do_not_mix_their_pieces()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        byte[][] inputs = [Bytes(40_000), [.. Bytes(60_000).Reverse()]];
        var ids = new List<ulong>();
        foreach (var input in inputs)
            ids.Add((await scene.Requester.BeginRequestAsync(scene.Model.Id(), input.Length, scene.Model.Fee, Scene.Cancel)).Value);

        foreach (var (first, second) in InputPiece.Split(inputs[0]).Zip(InputPiece.Split(inputs[1])))
        {
            await scene.Requester.AddInputAsync(ids[0], first, Scene.Cancel);
            await scene.Requester.AddInputAsync(ids[1], second, Scene.Cancel);
        }

        await scene.Requester.AddInputAsync(ids[1], InputPiece.Split(inputs[1]).Last(), Scene.Cancel);
        Assert.Equal(StartState(inputs[0]), (await scene.Contract.GetRequestAsync(ids[0], Scene.Cancel)).StartState);
        Assert.Equal(StartState(inputs[1]), (await scene.Contract.GetRequestAsync(ids[1], Scene.Cancel)).StartState);
    }

    [Fact]
    public async Task A_request_needs_a_model_and_its_exact_fee()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        Task Request(Hash32 model, int wei = 0) => scene.Requester.RequestAsync(model, Scene.Input, scene.Model.Fee + wei, Scene.Cancel);

        Assert.Equal("NoSuchModel", await Scene.ErrorOf(() => Request(default)));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Request(scene.Model.Id(), 1)));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Request(scene.Model.Id(), -1)));
        Assert.Equal(0UL, await scene.Contract.GetRequestCountAsync(Scene.Cancel));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 8) + 1))];

    private static Hash32 StartState(byte[] input) => new ToyRun
    {
        StartRoot = Scene.Golden().WriteRegion(0x31000000, input).Root,
        FinalRoot = default,
        Length = 1,
    }.StateAt(0);
}

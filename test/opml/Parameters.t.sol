// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IInputLoader} from "../../contracts/opml/interfaces/IInputLoader.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {Parameters} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {IStepper} from "../../contracts/riscv/interfaces/IStepper.sol";
import {CourtTest} from "../support/CourtTest.sol";
import {vm} from "../support/Vm.sol";

contract ParametersTest is CourtTest {
    function test_constructor_keepsParameters() external view {
        require(court.challengeWindow() == WINDOW && court.clockBudget() == CLOCK, "times");
        require(court.claimBond() == CLAIM_BOND && court.challengeBond() == CHALLENGE_BOND, "bonds");
        require(court.burnBps() == BURN_BPS && court.withdrawalDelay() == DELAY, "burn and delay");
        require(address(court.stepper()) == address(scenarios.stepper()), "stepper");
        require(address(court.loader()) == address(scenarios.loader()), "loader");
        require(court.worstCaseFinality() == WINDOW + 2 * CLOCK, "worst case");
    }

    function test_constructor_badParameter_reverts() external {
        bytes32[8] memory names = [
            bytes32("challengeWindow"),
            "clockBudget",
            "claimBond",
            "challengeBond",
            "burnBps",
            "burnBps",
            "stepper",
            "loader"
        ];
        bytes memory code = vm.getCode("contracts/opml/OpML.sol:OpML");
        for (uint256 i = 0; i < names.length; ++i) {
            Parameters memory p = parameters();
            uint256 value = 0;
            if (i == 0) p.challengeWindow = 0;
            if (i == 1) p.clockBudget = 0;
            if (i == 2) p.claimBond = 0;
            if (i == 3) p.challengeBond = 0;
            if (i == 4) p.burnBps = 0;
            if (i == 5) p.burnBps = uint16(value = 10_000);
            if (i == 6) p.stepper = IStepper(address(uint160(value = 0x57)));
            if (i == 7) p.loader = IInputLoader(address(uint160(value = 0x58)));
            vm.expectRevert(abi.encodeWithSelector(IOpML.InvalidParameter.selector, names[i], value));
            create(bytes.concat(code, abi.encode(p)));
        }
    }

    function test_runtime_fitsTheLimit() external view {
        require(address(court).code.length > 0 && address(court).code.length <= 24_576, "EIP-170");
    }
}
